using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

/// <summary>What the primitives and combinators promise holds in every legal order, cancels included.</summary>
public sealed class PrimitivesUnderSchedulesTests
{
    private const int Runs = 400;

    [Test]
    public void Lock_AdmitsOneAtATime_WhoeverIsCancelled() => Schedules.Explore(
        () =>
        {
            int inside = 0;
            var gate = new CoLock("gate");
            return CancelSome(4, Use, () => gate.IsLocked.ShouldBeFalse());

            IEnumerator<Awaitable> Use()
            {
                yield return gate.Acquire().Into(out var held);
                using (held.Result)
                {
                    (++inside).ShouldBe(1);
                    try
                    {
                        yield return null;
                    }
                    finally
                    {
                        inside--;
                    }
                }
            }
        },
        Runs).ShouldPass();

    [Test]
    public void Semaphore_AdmitsAsManyAsItHas_WhoeverIsCancelled() => Schedules.Explore(
        () =>
        {
            int inside = 0;
            var two = new CoSemaphore(2);
            return CancelSome(5, Use, () => two.Value.ShouldBe(2));

            IEnumerator<Awaitable> Use()
            {
                yield return two.Acquire().Into(out var held);
                using (held.Result)
                {
                    (++inside).ShouldBeLessThanOrEqualTo(2);
                    try
                    {
                        yield return Sleep(1.0);
                    }
                    finally
                    {
                        inside--;
                    }
                }
            }
        },
        Runs).ShouldPass();

    [Test]
    public void Queue_LosesAndDoublesNothing() => Schedules.Explore(
        () =>
        {
            List<int> got = [];
            var items = new CoQueue<int>(2);
            return Main();

            IEnumerator<Awaitable> Main()
            {
                yield return Gather(Put(0), Put(10), Get(3), Get(3));
                got.Order().ShouldBe([0, 1, 2, 10, 11, 12]);
                items.IsEmpty.ShouldBeTrue();
            }

            IEnumerator<Awaitable> Put(int first)
            {
                for (int i = 0; i < 3; i++)
                {
                    yield return items.Put(first + i);
                }
            }

            IEnumerator<Awaitable> Get(int count)
            {
                for (int i = 0; i < count; i++)
                {
                    yield return items.Get().Into(out var item);
                    got.Add(item.Result);
                }
            }
        },
        Runs).ShouldPass();

    [Test]
    public void Group_EndsWithItsFirstFailure_AndLeavesNoChild() => Schedules.Explore(FailInAGroup, Runs).ShouldPass();

    [Test]
    public void Timeout_AgainstAResultAtTheSameMoment_IsOneOrTheOther() => Schedules.Explore(Race, Runs).ShouldPass();

    // Starts so many tasks, cancels every second one while they are under way, and looks at the end.
    private static IEnumerator<Awaitable> CancelSome(int count, Func<IEnumerator<Awaitable>> use, Action check)
    {
        CoTask[] tasks = [.. Enumerable.Range(0, count).Select(_ => CreateTask(use()))];
        yield return null;
        yield return null;
        for (int i = 1; i < count; i += 2)
        {
            tasks[i].Cancel();
            yield return null;
        }

        yield return GatherOutcomes(tasks.Select(static task => (Awaitable)task)).Into(out var outcomes);
        foreach (Outcome outcome in outcomes.Result)
        {
            (outcome.IsSuccess || outcome.IsCancelled).ShouldBeTrue($"{outcome.Exception}");
        }

        check();
    }

    private static IEnumerator<Awaitable> FailInAGroup()
    {
        yield return Settle(Crawl(), out Outcome outcome);
        var errors = outcome.Exception.ShouldBeOfType<AggregateException>();
        errors.InnerExceptions.ShouldAllBe(error => error is IOException);
        Scheduler.Current.AllTasks().ShouldBe([CoTask.Current!]);

        static IEnumerator<Awaitable> Crawl()
        {
            var group = new TaskGroup();
            group.CreateTask(Break());
            group.CreateTask(Break());
            group.CreateTask(Linger());
            yield return group;
        }

        static IEnumerator<Awaitable> Break()
        {
            yield return Sleep(1.0);
            throw new IOException();
        }

        static IEnumerator<Awaitable> Linger()
        {
            yield return Sleep(10.0);
        }
    }

    private static IEnumerator<Awaitable> Race()
    {
        var answer = new Future<int>(Scheduler.Current);
        CreateTask(Answer());
        yield return Settle(WaitFor(answer, 1.0), out Outcome<int> outcome);
        (outcome.IsSuccess || outcome.Exception is TimeoutException).ShouldBeTrue();
        yield return Sleep(1.0);

        IEnumerator<Awaitable> Answer()
        {
            yield return Sleep(1.0);
            if (!answer.IsDone)
            {
                answer.SetResult(1);
            }
        }
    }
}
