using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>Which cancels are left behind by a group that has failed.</summary>
public sealed partial class CPythonTaskGroupErrorTests
{
    // test_cancelling_level_preserved
    [Test]
    public void Failure_OfAChild_LeavesNoCancelBehind()
    {
        IEnumerator<Awaitable> Group()
        {
            var group = new TaskGroup();
            group.CreateTask(Crash(0, new InvalidOperationException()));
            yield return group;
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Group(), out Outcome outcome);
            KindsOf(outcome.Exception).ShouldBe([typeof(InvalidOperationException)]);
            CoTask.Current!.Cancelling.ShouldBe(0);
        }

        _rig.Run(Main());
    }

    // test_nested_groups_both_cancelled
    [Test]
    public void Failures_InBothOfTwoNestedGroups_LeaveEachItsOwnCancel()
    {
        IEnumerator<Awaitable> Inner(TaskGroup outer)
        {
            var inner = new TaskGroup();
            inner.CreateTask(Crash(0, new InvalidOperationException()));
            outer.CreateTask(Crash(0, new FormatException()));
            yield return inner;
        }

        IEnumerator<Awaitable> Outer()
        {
            var outer = new TaskGroup();
            yield return Settle(Inner(outer), out Outcome outcome);
            KindsOf(outcome.Exception).ShouldBe([typeof(InvalidOperationException)]);
            _rig.Log($"in the outer group: {CoTask.Current!.Cancelling}");
            yield return outer;
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Outer(), out Outcome outcome);
            KindsOf(outcome.Exception).ShouldBe([typeof(FormatException)]);
            _rig.Log($"after it: {CoTask.Current!.Cancelling}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("in the outer group: 1", "after it: 0");
    }

    // test_error_and_cancel
    [Test]
    public void Cancel_FromOutside_TogetherWithAnError_IsDeliveredAgainAfterTheGroup()
    {
        Future started = _rig.Scheduler.CreateFuture();
        IEnumerator<Awaitable> Failing()
        {
            started.SetResult();
            yield return Sleep(0);
            throw new InvalidOperationException();
        }

        IEnumerator<Awaitable> Group()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing());
            yield return Sleep(1);
            _rig.Log("never");
            yield return group;
        }

        IEnumerator<Awaitable> Inner()
        {
            yield return Settle(Group(), out Outcome outcome);
            KindsOf(outcome.Exception).ShouldBe([typeof(InvalidOperationException)]);
            _rig.Log($"cancelling {CoTask.Current!.Cancelling}");
            yield return Sleep(1);
            _rig.Log("never");
        }

        IEnumerator<Awaitable> Outer()
        {
            CoTask task = CreateTask(Inner());
            yield return started;
            task.Cancelling.ShouldBe(0);
            task.Cancel();
            task.Cancelling.ShouldBe(1);
            yield return Settle(task, out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
        }

        _rig.Run(Outer());

        _rig.ShouldHaveLogged("cancelling 1");
    }
}
