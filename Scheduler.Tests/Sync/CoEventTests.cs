using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Sync;

public class CoEventTests
{
    private readonly CoEvent _started = new("started");
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Event_TellsHowItStandsAndWhoWaits()
    {
        CoTask first = _rig.Start(Wait());
        CoTask second = _rig.Start(Wait());
        _rig.Iterate();
        _started.Waiters.ShouldBe([first, second]);
        _started.ToString().ShouldBe("event 'started' [not set, 2 waiting]");

        _started.Set();
        _rig.Iterate();
        _started.Waiters.ShouldBeEmpty();
        _started.ToString().ShouldBe("event 'started' [set]");
        first.IsDone.ShouldBeTrue();
        second.IsDone.ShouldBeTrue();
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Wait_MayBeAwaitedAgain()
    {
        Awaitable wait = _started.Wait();
        Scheduler.Current.CallSoon(_started.Set);
        yield return wait;
        _started.Clear();
        Scheduler.Current.CallSoon(_started.Set);
        yield return wait;
        yield return wait;
    }

    [Test]
    public void Set_BeforeAnyScheduler_IsSeenByTheFirst()
    {
        _started.Set();
        _rig.Run(Wait());
        _started.Clear();
        _started.IsSet.ShouldBeFalse();
    }

    [Test]
    public void Set_FromAnotherThreadWhileTheSchedulerRuns_IsRefused()
    {
        Exception? refused = null;
        _rig.Start(Wait());
        _rig.Run(Main());
        refused.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("CallSoonThreadsafe");
        _started.IsSet.ShouldBeTrue();

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            var other = new Thread(() => refused = Catch(_started.Set));
            other.Start();
            other.Join();
            _started.Set();
        }
    }

    [Test]
    public void Deadlock_OnAnEvent_NamesIt()
    {
        Should.Throw<DeadlockException>(() => Scheduler.Run(Wait(), new SchedulerOptions { TimeProvider = new VirtualClock() }))
            .Message.ShouldContain("Wait (task 'Task-1'): waiting for event 'started'\n");
        Should.Throw<DeadlockException>(() => Scheduler.Run(Unnamed(), new SchedulerOptions { TimeProvider = new VirtualClock() }))
            .Message.ShouldContain("Unnamed (task 'Task-1'): waiting for an event\n");

        static IEnumerator<Awaitable> Unnamed()
        {
            yield return new CoEvent().Wait();
        }
    }

    [Test]
    public void Waiter_ThatSetsAndWaitsAgain_StarvesNobody()
    {
        _rig.Start(Spin());
        _rig.Run(_rig.Steps("witness", 3));
        _rig.ShouldHaveLogged("witness1", "witness2", "witness3", "witness end");

        IEnumerator<Awaitable> Spin()
        {
            var self = new CoEvent();
            while (true)
            {
                Scheduler.Current.CallSoon(self.Set);
                yield return self.Wait();
                self.Clear();
            }
        }
    }

    [Test]
    public void Event_InATick_WakesWithinIt()
    {
        _rig.Start(Wait());
        _rig.Start(SetLater());
        _rig.Scheduler.Tick(0.5);
        _started.IsSet.ShouldBeFalse();
        _rig.Scheduler.Tick(1);
        _rig.ShouldHaveLogged("1 waited");

        IEnumerator<Awaitable> SetLater()
        {
            yield return Sleep(1);
            _started.Set();
        }
    }

    private IEnumerator<Awaitable> Wait()
    {
        yield return _started.Wait();
        _rig.LogTime("waited");
    }

    private static InvalidOperationException? Catch(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }
}
