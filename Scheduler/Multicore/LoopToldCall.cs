namespace Coroutines;

/// <summary>One that a loop tells another. Where it has to wait to be let in, that is what the teller may wait for.</summary>
/// <param name="target">The loop that is told.</param>
/// <param name="teller">The loop that tells.</param>
/// <param name="make">Makes the coroutine, over there.</param>
internal sealed class LoopToldCall(GroupedScheduler target, Scheduler teller, Func<IEnumerator<Awaitable>> make) : ToldCall(target, make)
{
    private long _promise;

    /// <summary>The end of the wait; null if there is none.</summary>
    internal RoomFuture? Room { get; private set; }

    /// <summary>What it is told to, for reports.</summary>
    internal string TargetName => Target.Scheduler.Describe();

    internal override void NoteWaiting()
    {
        Room = new RoomFuture(teller, this);
        ExpectedResult.Of(teller, Room);
        _promise = teller.Outside.NextPromise();
    }

    internal override void NoteLetIn() => teller.Outside.Call(() => Room!.End(null), _promise);

    internal override void Refuse()
    {
        SchedulerStoppedException refusal = Target.Stopped("it takes no more coroutines to run");
        teller.Outside.Call(() => Room!.End(refusal), _promise);
    }
}
