namespace Coroutines;

/// <summary>The wait until a loop takes what it is told. Cancelled before that, it is not told.</summary>
/// <param name="teller">The loop that tells.</param>
/// <param name="call">What it tells.</param>
internal sealed class RoomFuture(Scheduler teller, LoopToldCall call) : Future(teller)
{
    internal override string Describe() => $"room in {call.TargetName}";

    /// <summary>It was let in, or refused.</summary>
    internal void End(Exception? refusal)
    {
        if (IsDone)
        {
            return;
        }

        if (refusal is null)
        {
            SetResult();
        }
        else
        {
            SetException(refusal);
        }
    }

    // Too late, the cancel is remembered by whoever waits: what was told cannot be called back.
    private protected override bool CancelCore(string? message) => call.TryWithdraw() && base.CancelCore(message);
}
