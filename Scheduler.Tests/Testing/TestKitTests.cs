using Coroutines.Testing;
using static Coroutines.Awaitable;
using static Coroutines.Testing.TestKit;

namespace Coroutines.Tests.Testing;

/// <summary>What a coroutine of a test awaits.</summary>
public sealed class TestKitTests
{
    private readonly List<string> _log = [];

    [CoroutineTest]
    public IEnumerator<Awaitable> AllBlocked_GoesOn_WhenEveryoneWaits_AtTheSameTime()
    {
        var gate = new CoEvent();
        CoTask a = CreateTask(WaitAfter(3, gate));
        CoTask b = CreateTask(WaitAfter(7, gate));
        CreateTask(SleepThenLog(), "sleeper").AddDoneCallback(_ => _log.Add("slept"));

        yield return AllBlocked();

        gate.Waiters.ShouldBe([a, b]);
        Scheduler.Current.Time.ShouldBe(0);
        gate.Set();
        yield return AllBlocked();
        a.IsDone.ShouldBeTrue();
        b.IsDone.ShouldBeTrue();
        yield return Advance(1.0);
        _log.ShouldBe(["awake", "slept"]);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> AllBlocked_OfSeveral_GoesOnTogether_InOrder()
    {
        CoTask a = CreateTask(LogWhenBlocked("a"));
        CoTask b = CreateTask(LogWhenBlocked("b"));
        yield return AllBlocked();
        _log.Add("main");
        yield return Gather(a, b);

        _log.ShouldBe(["main", "a", "b"]);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> AllBlocked_ThatIsCancelled_LeavesNothing()
    {
        var gate = new Future();
        CoTask waiting = CreateTask(LogWhenBlocked("a"));
        CoTask busy = CreateTask(Spin(gate));
        yield return null;
        yield return null;
        waiting.Cancel();
        yield return Settle(waiting, out Outcome outcome, includeCancellation: true);
        outcome.IsCancelled.ShouldBeTrue();
        gate.SetResult();
        yield return busy;
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> AllBlocked_AwaitedTwice_IsAnError()
    {
        Awaitable blocked = AllBlocked();
        yield return blocked;
        yield return Settle(blocked, out Outcome outcome);
        outcome.Exception!.Message.ShouldContain("awaits the same AllBlocked a second time");
    }

    [Test]
    public void AllBlocked_InsideATick_IsOverInTheSameTick()
    {
        using Scheduler scheduler = new();
        scheduler.CreateTask(LogWhenBlocked("main"));
        scheduler.CreateTask(Spin(new Future(scheduler)));

        scheduler.Tick(0.1);

        _log.ShouldBe(["main"]);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Advance_RunsWhatBecomesDue_ToItsEnd()
    {
        CreateTask(SleepThenLog());

        yield return Advance(TimeSpan.FromSeconds(0.5));
        _log.ShouldBeEmpty();
        yield return Advance(0.5);

        _log.ShouldBe(["awake"]);
        Scheduler.Current.Time.ShouldBe(1.0);
        Should.Throw<ArgumentOutOfRangeException>(() => Advance(double.NaN)).ParamName.ShouldBe("seconds");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> ShouldNotSuspend_OfWhatIsReady_Passes()
    {
        var gate = new CoLock();
        var items = new CoQueue<int>();
        items.PutNoWait(1);
        yield return ShouldNotSuspend(gate.Acquire());
        yield return ShouldNotSuspend(items.Get().Into(out var item));
        yield return ShouldNotSuspend(Compute());
        item.Result.ShouldBe(1);

        static IEnumerator<Awaitable> Compute()
        {
            yield return Return(1);
        }
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> ShouldNotSuspend_OfASleep_Fails_AndSaysWho()
    {
        yield return Settle(ShouldNotSuspend(SleepThenLog()), out Outcome outcome);

        outcome.Exception.ShouldBeOfType<AssertionFailedException>().Message.ShouldBe(
            "ShouldNotSuspend_OfASleep_Fails_AndSaysWho (task 'ShouldNotSuspend_OfASleep_Fails_AndSaysWho') awaited SleepThenLog, which should not suspend and did: 2 iterations passed.");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> ShouldSuspend_OfWhatWaits_Passes_AndOfWhatIsReady_Fails()
    {
        yield return ShouldSuspend(Sleep(1.0));
        yield return ShouldSuspend(SleepThenLog());
        yield return Settle(ShouldSuspend(new CoLock("gate").Acquire()), out Outcome outcome);

        outcome.Exception.ShouldBeOfType<AssertionFailedException>().Message.ShouldEndWith(
            "awaited lock 'gate', which should suspend and did not.");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> ShouldSuspend_OfWhatFails_FailsWithThat()
    {
        yield return Settle(ShouldSuspend(Broken()), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<IOException>();
        Should.Throw<ArgumentNullException>(() => ShouldSuspend((IEnumerator<Awaitable>)null!));
        Should.Throw<ArgumentNullException>(() => ShouldNotSuspend((IEnumerator<Awaitable>)null!));

        static IEnumerator<Awaitable> Broken()
        {
            yield return Sleep(1.0);
            throw new IOException();
        }
    }

    private static IEnumerator<Awaitable> WaitAfter(int yields, CoEvent gate)
    {
        for (int i = 0; i < yields; i++)
        {
            yield return null;
        }

        yield return gate.Wait();
    }

    private static IEnumerator<Awaitable> Spin(Future until)
    {
        while (!until.IsDone)
        {
            yield return null;
        }
    }

    private IEnumerator<Awaitable> LogWhenBlocked(string name)
    {
        yield return AllBlocked();
        _log.Add(name);
    }

    private IEnumerator<Awaitable> SleepThenLog()
    {
        yield return Sleep(1.0);
        _log.Add("awake");
    }
}
