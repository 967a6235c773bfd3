using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_taskgroups, TestTaskGroup: failures and cancels.</summary>
public sealed partial class CPythonTaskGroupErrorTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // Sleeps, and logs how it ends.
    private IEnumerator<Awaitable> Sleeper(double seconds, string name)
    {
        yield return Try(SleepFor(seconds)).Catch<CancelledException>(cancel =>
        {
            _rig.LogTime($"{name} cancelled");
            throw cancel;
        });
        _rig.LogTime($"{name} slept");
    }

    // How the task of a coroutine ends that is cancelled after 0.1 s.
    private Exception EndOfCancelled(IEnumerator<Awaitable> coroutine)
    {
        CoTask task = _rig.Start(coroutine);
        _rig.Run(SleepFor(0.1));
        task.IsDone.ShouldBeFalse();
        task.Cancel();
        return Should.Throw<Exception>(() => _rig.Scheduler.RunUntilComplete(task));
    }

    private Type[] KindsOfErrors(IEnumerator<Awaitable> coroutine) =>
        KindsOf(Should.Throw<AggregateException>(() => _rig.Run(coroutine)));

    private static IEnumerable<Type> Five(Type error) => Enumerable.Repeat(error, 5);

    // test_taskgroup_04
    [Test]
    public void Failure_OfAChild_CancelsItsSiblings()
    {
        CoTask sibling = null!;
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Crash(0.1, new DivideByZeroException()));
            sibling = group.CreateTask(Sleeper(1, "sibling"));
            yield return group;
            _rig.Log("never");
        }

        KindsOfErrors(Main()).ShouldBe([typeof(DivideByZeroException)]);
        sibling.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("0.1 sibling cancelled");
    }

    // test_cancel_children_on_child_error
    [Test]
    public void Failures_OfSeveralChildrenAtOnce_CancelTheBodyAndComeTogether()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            for (int i = 0; i < 3; i++)
            {
                group.CreateTask(Crash(0.1, new DivideByZeroException()));
            }

            group.CreateTask(Sleeper(5, "sibling"));
            yield return Await(Sleeper(10, "body"));
            yield return group;
            _rig.Log("never");
        }

        KindsOfErrors(Main()).ShouldBe(Enumerable.Repeat(typeof(DivideByZeroException), 3));
        _rig.ShouldHaveLogged("0.1 sibling cancelled", "0.1 body cancelled");
    }

    // test_cancellation, test_taskgroup_22
    [Test]
    public void Cancel_WhileTheGroupEnds_CancelsTheChildren()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            for (int i = 1; i <= 5; i++)
            {
                group.CreateTask(Sleeper(5, $"{i}"));
            }

            yield return group;
        }

        EndOfCancelled(Main()).ShouldBeOfType<CancelledException>();
        _rig.ShouldHaveLogged("0.1 1 cancelled", "0.1 2 cancelled", "0.1 3 cancelled", "0.1 4 cancelled", "0.1 5 cancelled");
    }

    // test_taskgroup_07
    [Test]
    public void Cancel_OfTheBody_CancelsTheChildrenAfterIt()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            for (int i = 1; i <= 5; i++)
            {
                group.CreateTask(Sleeper(5, $"{i}"));
            }

            yield return Await(Sleeper(10, "body"));
            yield return group;
        }

        EndOfCancelled(Main()).ShouldBeOfType<CancelledException>();
        _rig.ShouldHaveLogged(
            "0.1 body cancelled", "0.1 1 cancelled", "0.1 2 cancelled", "0.1 3 cancelled", "0.1 4 cancelled", "0.1 5 cancelled");
    }

    // test_taskgroup_08
    [Test]
    public void Cancel_OfTheBody_WhenTheChildrenFailInTheirCleanup_BecomesTheirErrors()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            for (int i = 0; i < 5; i++)
            {
                group.CreateTask(CrashInTheEnd(10, () => new DivideByZeroException()));
            }

            yield return Sleep(10);
            yield return group;
        }

        KindsOf(EndOfCancelled(Main())).ShouldBe(Five(typeof(DivideByZeroException)));
    }

    // test_taskgroup_09, test_taskgroup_10
    [TestCase(0.1)]
    [TestCase(0.0)]
    public void Failure_OfTheBody_CancelsTheChildren(double after)
    {
        CoTask first = null!;
        CoTask second = null!;
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            first = group.CreateTask(SleepFor(1));
            second = group.CreateTask(SleepFor(2));
            yield return Await(after > 0 ? Crash(after, new DivideByZeroException()) : Crash(new DivideByZeroException()));
            yield return group;
        }

        KindsOfErrors(Main()).ShouldBe([typeof(DivideByZeroException)]);
        first.IsCancelled.ShouldBeTrue();
        second.IsCancelled.ShouldBeTrue();
        _rig.Scheduler.Time.ShouldBe(after);
    }

    // test_taskgroup_11, test_taskgroup_12
    [TestCase(false)]
    [TestCase(true)]
    public void Errors_OfAnInnerGroup_AreOneErrorOfTheOuterOne(bool outerHasAChild)
    {
        IEnumerator<Awaitable> Main()
        {
            var outer = new TaskGroup();
            if (outerHasAChild)
            {
                outer.CreateTask(SleepFor(10));
            }

            var inner = new TaskGroup();
            for (int i = 0; i < 5; i++)
            {
                inner.CreateTask(CrashInTheEnd(10, () => new DivideByZeroException()));
            }

            yield return Sleep(10);
            yield return inner;
            yield return outer;
        }

        var outerError = EndOfCancelled(Main()).ShouldBeOfType<AggregateException>();
        KindsOf(outerError.InnerExceptions.ShouldHaveSingleItem()).ShouldBe(Five(typeof(DivideByZeroException)));
    }

    // test_taskgroup_13
    [Test]
    public void Failure_InTheOuterGroup_EndsTheInnerOneWithoutAnError()
    {
        IEnumerator<Awaitable> Main()
        {
            var outer = new TaskGroup();
            outer.CreateTask(Crash(0.1, new FormatException("0.1")));
            var inner = new TaskGroup();
            inner.CreateTask(Crash(10, new FormatException("10")));
            yield return inner;
            yield return outer;
        }

        KindsOfErrors(Main()).ShouldBe([typeof(FormatException)]);
        _rig.Scheduler.Time.ShouldBe(0.1);
    }

    // test_taskgroup_14
    [Test]
    public void Failure_InTheInnerGroup_EndsTheOuterOne()
    {
        IEnumerator<Awaitable> Main()
        {
            var outer = new TaskGroup();
            outer.CreateTask(Crash(10, new FormatException("10")));
            var inner = new TaskGroup();
            inner.CreateTask(Crash(0.1, new FormatException("0.1")));
            yield return inner;
            yield return outer;
        }

        var outerError = Should.Throw<AggregateException>(() => _rig.Run(Main()));
        KindsOf(outerError.InnerExceptions.ShouldHaveSingleItem()).ShouldBe([typeof(FormatException)]);
        _rig.Scheduler.Time.ShouldBe(0.1);
    }

    private static IEnumerator<Awaitable> LingeringBody()
    {
        var group = new TaskGroup();
        group.CreateTask(Crash(0.3, new DivideByZeroException()));
        yield return Await(SleepAndLinger(10, 0.5));
        yield return group;
    }

    // test_taskgroup_15
    [Test]
    public void Failure_OfAChild_WhileTheCancelledBodyCleansUp_IsTheError()
    {
        KindsOf(EndOfCancelled(LingeringBody())).ShouldBe([typeof(DivideByZeroException)]);
        _rig.Scheduler.Time.ShouldBe(0.3);
    }

    // test_taskgroup_16
    [Test]
    public void Failure_OfAChild_WhileTheCancelledBodyCleansUp_ReachesATaskThatAwaitsTheGroupsTask()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return CreateTask(LingeringBody());
        }

        KindsOf(EndOfCancelled(Main())).ShouldBe([typeof(DivideByZeroException)]);
    }

    // test_taskgroup_17
    [Test]
    public void Cancel_OfTheBodyOfAnEmptyGroup_IsACancel()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return Await(Sleeper(10, "body"));
            yield return group;
        }

        EndOfCancelled(Main()).ShouldBeOfType<CancelledException>();
        _rig.ShouldHaveLogged("0.1 body cancelled");
    }

    // test_taskgroup_18
    [Test]
    public void Cancel_OfTheBody_TurnedIntoAnError_IsTheGroupsError()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return Try(SleepFor(10)).Catch<CancelledException>(_ => Throw(new FormatException()));
            yield return group;
        }

        KindsOf(EndOfCancelled(Main())).ShouldBe([typeof(FormatException)]);
    }

    // test_taskgroup_19, test_taskgroup_20a, test_taskgroup_21a
    [Test]
    public void Failures_OfAChildAndOfTheBodyThatItCancels_ComeTogether_TheChildsFirst()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Crash(0.1, new DivideByZeroException()));
            yield return Await(CrashInTheEnd(10, () => new FormatException()));
            yield return group;
        }

        KindsOfErrors(Main()).ShouldBe([typeof(DivideByZeroException), typeof(FormatException)]);
    }

    // test_taskgroup_20
    [Test]
    public void KeyboardInterrupt_OfTheBody_IsNoErrorOfTheGroup()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Crash(0.1, new DivideByZeroException()));
            yield return Await(CrashInTheEnd(10, () => new KeyboardInterruptException()));
            yield return group;
        }

        Should.Throw<KeyboardInterruptException>(() => _rig.Run(Main()));
    }

    // test_taskgroup_context_manager_exit_raises
    [Test]
    public void Failure_OfAResourceInTheBody_JoinsTheErrorThatCancelsIt_AndNoCancelIsLeft()
    {
        IEnumerator<Awaitable> Body(TaskGroup group)
        {
            using var database = new Cleanup(() => Rig.Throw("in the end"));
            group.CreateTask(Crash(new IOException("child")));
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Group()
        {
            var group = new TaskGroup();
            yield return Await(Body(group));
            yield return group;
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Group(), out Outcome outcome);
            KindsOf(outcome.Exception).ShouldBe([typeof(IOException), typeof(IOException)]);
            CoTask.Current!.Cancelling.ShouldBe(0);
        }

        _rig.Run(Main());
    }
}
