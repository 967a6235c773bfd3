using static Coroutines.Awaitable;

namespace Coroutines.Tests.Races;

/// <summary>Gather, and shields.</summary>
internal static class GatherScenarios
{
    internal static IEnumerable<RaceScenario> All =>
    [
        new("Gather of tasks", run => Collect(run, Children.Work(1, yields: 1), Children.Work(2, yields: 3), Children.Work(3, seconds: 1))),
        new("Gather of tasks that are done together", run => Collect(run, Children.Work(1), Children.Work(2), Children.Work(3))),
        new("Gather of tasks that swallow a cancel or clean up", run =>
            Collect(run, Children.Work(1, yields: 2), Children.Swallow(2), Children.CleanUp(3))),
        new("Gather with a failing task", run =>
        {
            Collect(run, Children.Work(1, yields: 2), Children.Fail(), Children.CleanUp(3));
            run.MayFail<IOException>();
        }),
        new("Gather of futures", Futures),
        new("Gather of gathers", Nested),
        new("GatherOutcomes", Outcomes),
        new("Gather that two tasks await", Shared),
        new("Shield", run => Guard(run, Children.Work(1, seconds: 1))),
        new("Shield of a task that is done in a moment", run => Guard(run, Children.Work(1, yields: 1))),
        new("Shield of a failing task", run =>
        {
            Guard(run, Children.Fail(yields: 2));
            run.MayFail<IOException>();
            run.MayBeReported<IOException>();
        }),
        new("Shield of a future", run =>
        {
            Future<int> future = run.Watch(run.Scheduler.CreateFuture<int>());
            run.Start("parent", Parent());
            run.Start("giver", Give(future, 5));
            run.WhenStuck(() => run.WasStruck("giver"), () => future.SetResult(5));

            IEnumerator<Awaitable> Parent()
            {
                Awaitable<int> shield = Shield(future);
                yield return shield;
                shield.Result.ShouldBe(5);
            }
        }),
    ];

    private static void Collect(RaceRun run, params IEnumerator<Awaitable>[] children)
    {
        run.MayBeCancelledAlong("parent", "x", "y", "z");
        run.Start("witness", Children.Work(0, yields: 8));
        run.Start("parent", Parent());

        IEnumerator<Awaitable> Parent()
        {
            string[] names = ["x", "y", "z"];
            CoTask<int>[] tasks = [.. children.Select((child, index) => run.Join(CreateTask<int>(child, names[index])))];
            yield return Gather<int>((IEnumerable<CoTask<int>>)tasks).Into(out var results);
            results.Result.ShouldBe([1, 2, 3]);
        }
    }

    private static void Futures(RaceRun run)
    {
        Future<int> first = run.Watch(run.Scheduler.CreateFuture<int>());
        Future<int> second = run.Watch(run.Scheduler.CreateFuture<int>());
        run.MayBeCancelledAlong("parent");
        run.Start("parent", Parent());
        run.Start("giver", Give(first, 1));
        run.Start("other giver", Give(second, 2));
        run.WhenStuck(
            () => run.WasStruck("giver") || run.WasStruck("other giver"),
            () =>
            {
                TryGive(first, 1);
                TryGive(second, 2);
            });

        IEnumerator<Awaitable> Parent()
        {
            yield return Gather<int>(first, second).Into(out var results);
            results.Result.ShouldBe([1, 2]);
        }
    }

    private static void Nested(RaceRun run)
    {
        run.MayBeCancelledAlong("parent", "x", "y", "z");
        run.Start("parent", Parent());

        IEnumerator<Awaitable> Parent()
        {
            CoTask<int> x = run.Join(CreateTask<int>(Children.Work(1, yields: 1), "x"));
            CoTask<int> y = run.Join(CreateTask<int>(Children.Work(2, seconds: 1), "y"));
            CoTask<int> z = run.Join(CreateTask<int>(Children.Work(3, yields: 2), "z"));
            yield return Gather(Gather(x, y), Gather(y, z));
            (x.Result + y.Result + z.Result).ShouldBe(6);
        }
    }

    private static void Outcomes(RaceRun run)
    {
        run.MayBeCancelledAlong("parent", "x", "y", "z");
        run.MayFail<IOException>();
        run.Start("parent", Parent());

        IEnumerator<Awaitable> Parent()
        {
            CoTask<int> x = run.Join(CreateTask<int>(Children.Work(1, yields: 1), "x"));
            CoTask<int> y = run.Join(CreateTask<int>(Children.Fail(yields: 2), "y"));
            CoTask<int> z = run.Join(CreateTask<int>(Children.CleanUp(3), "z"));
            yield return GatherOutcomes(x, y, z).Into(out var outcomes);
            outcomes.Result.Length.ShouldBe(3);
            (outcomes.Result[0].IsSuccess || run.WasStruck("x")).ShouldBeTrue();
            (outcomes.Result[2].IsSuccess || run.WasStruck("z")).ShouldBeTrue();
            outcomes.Result[1].IsSuccess.ShouldBeFalse();
        }
    }

    private static void Shared(RaceRun run)
    {
        run.MayBeCancelledAlong("parent", "other parent", "x", "y");
        Awaitable<int[]>? both = null;
        run.Start("parent", Parent());
        run.Start("other parent", Parent());

        IEnumerator<Awaitable> Parent()
        {
            both ??= Gather(
                run.Join(CreateTask<int>(Children.Work(1, yields: 1), "x")),
                run.Join(CreateTask<int>(Children.Work(2, seconds: 1), "y")));
            yield return both.Value;
            both.Value.Result.ShouldBe([1, 2]);
        }
    }

    private static void Guard(RaceRun run, IEnumerator<Awaitable> inner)
    {
        run.MayBeCancelledAlong("parent", "other parent");
        CoTask<int> task = run.Start<int>("inner", inner);
        run.Start("parent", Expect(Shield(task), 1));
        run.Start("other parent", Expect(Shield(task), 1));
    }

    private static IEnumerator<Awaitable> Expect(Awaitable<int> awaitable, int result)
    {
        yield return awaitable;
        awaitable.Result.ShouldBe(result);
    }

    private static IEnumerator<Awaitable> Give(Future<int> future, int value)
    {
        yield return null;
        yield return null;
        TryGive(future, value);
    }

    private static void TryGive(Future<int> future, int value)
    {
        if (!future.IsDone)
        {
            future.SetResult(value);
        }
    }
}
