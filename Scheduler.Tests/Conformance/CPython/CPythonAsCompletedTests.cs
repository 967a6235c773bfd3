using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_tasks, BaseTaskTests: as_completed, what no twin has.</summary>
public sealed class CPythonAsCompletedTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // Iterates in one of the two ways, and logs the results.
    private IEnumerator<Awaitable> Consume<T>(Completions<CoTask<T>, T> completions, bool byTasks, int atMost = int.MaxValue)
    {
        if (byTasks)
        {
            foreach (Awaitable<CoTask<T>> next in completions.Tasks.Take(atMost))
            {
                yield return next;
                _rig.LogTime($"{next.Result.Result}");
            }
        }
        else
        {
            foreach (Awaitable<T> next in completions.Take(atMost))
            {
                yield return next;
                _rig.LogTime($"{next.Result}");
            }
        }
    }

    // test_as_completed
    [Test]
    public void Results_ComeAsTheyGetDone([Values] bool byTasks)
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await(Consume(AsCompleted<string>([Give(0.01, "b"), Give(0.15, "c"), Give(0.01, "a")]), byTasks));
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0.01 b", "0.01 a", "0.15 c");
    }

    // test_as_completed_same_tasks_in_as_out
    [Test]
    public void Tasks_ComeOutAsTheyWentIn_AndCoroutinesAsTasks()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask b = CreateTask(Give("b")), d = CreateTask(Give("d"));
            List<Future> seen = [];
            foreach (Awaitable<Future> next in AsCompleted([Await(Give("a")), b, Await(Give("c")), d]).Tasks)
            {
                yield return next;
                seen.Add(next.Result);
            }

            // b and d have begun before.
            seen[..2].ShouldBe([b, d]);
            seen[2..].ShouldAllBe(future => future is CoTask && future != b && future != d);
            seen.Distinct().Count().ShouldBe(4);
        }

        _rig.Run(Main());
    }

    // test_as_completed_resume_iterator
    [Test]
    public void Iteration_ThatWasLeft_GoesOnWhereItWas([Values] bool byTasks)
    {
        IEnumerator<Awaitable> Main()
        {
            Completions<CoTask<int>, int> completions = AsCompleted<int>([Give(0), Give(1), Give(2), Give(3)]);
            yield return Await(Consume(completions, byTasks, atMost: 2));
            _rig.Log("again");
            yield return Await(Consume(completions, byTasks));
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0 0", "0 1", "again", "0 2", "0 3");
    }

    // test_as_completed_reverse_wait
    [Test]
    public void FirstResult_IsForWhoAwaitsFirst_NotForTheFirstStep()
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable<string>[] steps = [.. AsCompleted<string>([Give(0.05, "a"), Give(0.1, "b")])];
            steps.Length.ShouldBe(2);
            yield return steps[1];
            _rig.LogTime(steps[1].Result);
            yield return steps[0];
            _rig.LogTime(steps[0].Result);
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0.05 a", "0.1 b");
    }

    // test_as_completed_concurrent
    [Test]
    public void Steps_MayBeAwaitedSideBySide()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Gather(AsCompleted<string>([Give(0.05, "a"), Give(0.05, "b")])).Into(out var results);
            results.Result.ShouldBe(["a", "b"]);
            yield return Gather(AsCompleted<string>([Give(0.05, "a"), Give(0.05, "b")]).Tasks).Into(out var tasks);
            tasks.Result.Select(task => task.Result).ShouldBe(["a", "b"]);
        }

        _rig.Run(Main());

        _rig.Scheduler.Time.ShouldBe(0.1);
    }

    // test_as_completed_duplicate_coroutines
    [Test]
    public void Coroutine_GivenTwice_CountsOnce([Values] bool byTasks)
    {
        IEnumerator<Awaitable> Main()
        {
            IEnumerator<Awaitable> ham = Give("ham");
            yield return Await(Consume(AsCompleted<string>([ham, ham, Give("spam")]), byTasks));
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0 ham", "0 spam");
    }

    // test_as_completed_coroutine_without_loop
    [Test]
    public void Coroutines_WithoutAScheduler_AreRefused() =>
        Should.Throw<InvalidOperationException>(() => AsCompleted<int>([Give(42)]));
}
