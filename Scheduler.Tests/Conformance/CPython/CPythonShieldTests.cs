using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_tasks, BaseTaskTests: shield, of futures and of gathers.</summary>
public sealed class CPythonShieldTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // test_shield_result
    [Test]
    public void Result_OfTheInner_IsTheOuters()
    {
        Future inner = _rig.Scheduler.CreateFuture();
        Future outer = Shield(inner);
        inner.SetResult(42);
        _rig.Scheduler.RunUntilComplete(outer);

        outer.ShouldNotBeSameAs(inner);
        outer.Result.ShouldBe(42);
    }

    // test_shield_exception
    [Test]
    public void Exception_OfTheInner_IsTheOuters()
    {
        Future inner = _rig.Scheduler.CreateFuture();
        Future outer = Shield(inner);
        _rig.Iterate();
        var error = new IOException("expected");
        inner.SetException(error);
        _rig.Iterate();

        outer.Exception.ShouldBeSameAs(error);
    }

    // test_shield_cancel_inner
    [Test]
    public void Cancel_OfTheInner_CancelsTheOuter()
    {
        Future inner = _rig.Scheduler.CreateFuture();
        Future outer = Shield(inner);
        _rig.Iterate();
        inner.Cancel();
        _rig.Iterate();

        outer.IsCancelled.ShouldBeTrue();
    }

    // test_shield_cancel_outer
    [Test]
    public void Cancel_OfTheOuter_LeavesNobodyWaiting()
    {
        Future inner = _rig.Scheduler.CreateFuture();
        Future outer = Shield(inner);
        _rig.Iterate();
        outer.Cancel();
        _rig.Iterate();

        outer.IsCancelled.ShouldBeTrue();
        inner.IsDone.ShouldBeFalse();
        (outer.WaiterCount, inner.WaiterCount).ShouldBe((0, 0));
    }

    // test_shield_shortcut
    [Test]
    public void Shield_OfWhatIsDone_IsThatItself()
    {
        Future inner = _rig.Scheduler.CreateFuture();
        inner.SetResult(42);

        Shield(inner).ShouldBeSameAs(inner);
    }

    // test_shield_effect
    [Test]
    public void Cancel_OfWhoAwaitsTheOuter_LeavesTheInnerRunning()
    {
        Future inner = _rig.Scheduler.CreateFuture();
        IEnumerator<Awaitable> Inner()
        {
            yield return inner;
            _rig.Log("inner");
        }

        IEnumerator<Awaitable> Outer()
        {
            yield return Shield(Inner());
            _rig.Log("never");
        }

        CoTask outer = _rig.Start(Outer());
        _rig.Iterate();
        outer.Cancel();
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(outer));
        inner.SetResult();
        _rig.Iterate();

        _rig.ShouldHaveLogged("inner");
    }

    // test_shield_gather
    [Test]
    public void Cancel_OfAShieldAroundAGather_LeavesThatAlone()
    {
        Future first = _rig.Scheduler.CreateFuture(), second = _rig.Scheduler.CreateFuture();
        Future<object?[]> parent = Gather(first, second);
        Future outer = Shield((Awaitable)parent);
        _rig.Iterate();
        outer.Cancel();
        _rig.Iterate();
        outer.IsCancelled.ShouldBeTrue();

        first.SetResult(1);
        second.SetResult(2);
        _rig.Iterate();
        parent.Result.ShouldBe([1, 2]);
    }

    // test_gather_shield
    [Test]
    public void Cancel_OfAGatherOfShields_EndsTheShieldsOnly()
    {
        Future first = _rig.Scheduler.CreateFuture(), second = _rig.Scheduler.CreateFuture();
        Future[] shields = [Shield(first), Shield(second)];
        Future parent = Gather(shields);
        _rig.Iterate();
        parent.Cancel();
        _rig.Iterate();

        parent.Exception.ShouldBeOfType<CancelledException>();
        shields.ShouldAllBe(shield => shield.IsCancelled);
        (first.IsDone, second.IsDone).ShouldBe((false, false));
        first.SetResult(1);
        second.SetResult(2);
        _rig.Iterate();
        _rig.ShouldHaveReported();
    }

    // test_shield_coroutine_without_loop
    [Test]
    public void Coroutine_WithoutAScheduler_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Shield(Give(42)));
}
