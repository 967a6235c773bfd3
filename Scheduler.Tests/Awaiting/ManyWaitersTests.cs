namespace Coroutines.Tests.Awaiting;

/// <summary>Futures with many waiters, that come and go.</summary>
public sealed class ManyWaitersTests
{
    // So many that a search for each would take minutes.
    private const int Many = 200_000;

    private Rig _rig = null!;
    private Future _future = null!;

    [SetUp]
    public void SetUp()
    {
        _rig = new Rig();
        _future = new Future(_rig.Scheduler);
    }

    [TearDown]
    public void TearDown()
    {
        _future.Dispose();
        _rig.Dispose();
    }

    [Test]
    public void RemoveDoneCallback_AmongMany_FindsEachWithoutASearch()
    {
        Action<Future>[] callbacks = [.. Enumerable.Range(0, Many).Select(i => (Action<Future>)(_ => _rig.Log($"{i}")))];
        foreach (Action<Future> callback in callbacks)
        {
            _future.AddDoneCallback(callback);
        }

        // In no particular order, and all but a few.
        for (int i = 0; i < Many; i++)
        {
            int index = (int)((long)i * 7919 % Many);
            if (index % 50_000 != 0)
            {
                _future.RemoveDoneCallback(callbacks[index]).ShouldBe(1);
            }
        }

        _future.RemoveDoneCallback(callbacks[1]).ShouldBe(0);
        _future.WaiterCount.ShouldBe(4);
        _future.SetResult();
        _rig.Iterate();
        _rig.ShouldHaveLogged("0", "50000", "100000", "150000");
    }

    [Test]
    public void CallbackAddedAfterARemoval_CanBeRemovedToo()
    {
        void A(Future future) => _rig.Log("a");
        void B(Future future) => _rig.Log("b");
        _future.AddDoneCallback(A);
        _future.AddDoneCallback(B);
        _future.RemoveDoneCallback(A).ShouldBe(1);
        _future.AddDoneCallback(A);
        _future.AddDoneCallback(B);
        _future.AddDoneCallback(A);
        _future.WaiterCount.ShouldBe(4);

        _future.RemoveDoneCallback(B).ShouldBe(2);
        _future.WaiterCount.ShouldBe(2);
        _future.SetResult();
        _rig.Iterate();

        _rig.ShouldHaveLogged("a", "a");
    }

    [Test]
    public void WaitersThatLeave_AmongMany_CostNoSearch_AndKeepTheOrder()
    {
        List<Leaver> leavers = [.. Enumerable.Range(0, Many).Select(i => new Leaver(i, _rig))];
        leavers.ForEach(_future.AddWaiter);

        foreach (Leaver leaver in leavers.Where(leaver => leaver.Number % 40_000 != 1))
        {
            leaver.HasLeft = true;
            _future.Forget(leaver);
        }

        _future.WaiterCount.ShouldBe(5);
        _future.SetResult();
        _rig.ShouldHaveLogged("1", "40001", "80001", "120001", "160001");
    }

    [Test]
    public void WaitersThatHaveLeft_AreNoLongerHeld_OnceHalfHaveLeft()
    {
        Leaver[] leavers = [.. Enumerable.Range(0, 3).Select(i => new Leaver(i, _rig))];
        foreach (Leaver leaver in leavers)
        {
            _future.AddWaiter(leaver);
        }

        leavers[1].HasLeft = true;
        _future.Forget(leavers[1]);
        leavers[0].HasLeft = true;
        _future.Forget(leavers[0]);
        leavers[0].HasLeft = leavers[1].HasLeft = false;

        // Had one of them been kept, it would log now.
        _future.SetResult();
        _rig.ShouldHaveLogged("2");
    }

    [Test]
    public void TheOnlyWaiter_LeavesAtOnce()
    {
        var leaver = new Leaver(0, _rig);
        _future.AddWaiter(leaver);
        _future.WaiterCount.ShouldBe(1);
        _future.Forget(leaver);
        _future.WaiterCount.ShouldBe(0);
    }

    private sealed class Leaver(int number, Rig rig) : ILeavingWaiter
    {
        public int Number => number;

        public bool HasLeft { get; set; }

        public void OnDone(Future future)
        {
            if (!HasLeft)
            {
                rig.Log($"{number}");
            }
        }
    }
}
