namespace Coroutines.Testing;

/// <summary>Finds ready what was ready in the recorded run, at once.</summary>
internal sealed class ReplayingSelector(Replayer replayer) : Selector
{
    private readonly ManualResetEventSlim _woken = new();
    private long _polls;

    protected override bool Wait(double seconds)
    {
        _polls++;
        while (replayer.IsNext(RecordedKind.Ready, _polls, out RecordedEvent ready))
        {
            AddReady(replayer.RegistrationOf(ready.Subject), (Interest)ready.Count);
            replayer.Take();
        }

        if (replayer.IsOver)
        {
            WaitInRealTime(seconds);
        }

        return true;
    }

    protected override void Signal() => _woken.Set();

    protected override void Close() => _woken.Dispose();

    protected override void Add(Registration registration, Interest interest)
    {
    }

    protected override void Change(Registration registration, Interest interest)
    {
    }

    protected override void Remove(Registration registration)
    {
    }

    protected override void LookForClosed(int count)
    {
    }

    protected override void LookForLost()
    {
    }

    // What the program does after the end, its clean-up, may wait for its threads, or for a while.
    private void WaitInRealTime(double seconds)
    {
        _woken.Wait(double.IsPositiveInfinity(seconds) ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds));
        _woken.Reset();
        TakeWake();
    }
}
