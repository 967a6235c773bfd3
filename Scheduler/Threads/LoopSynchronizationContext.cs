namespace Coroutines;

/// <summary>
/// What <c>async</c> code comes back by that a step has begun: on the loop's thread, in an iteration of its own, as a callback of
/// <see cref="Scheduler.CallSoonThreadsafe"/> does.
/// </summary>
internal sealed class LoopSynchronizationContext(Scheduler scheduler) : SynchronizationContext
{
    // That of the thread, while the loop runs on it.
    private SynchronizationContext? _previous;

    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            scheduler.CallSoonThreadsafe(() => d(state));
        }
        catch (ObjectDisposedException)
        {
            // The loop has ended. The code must still come to its end, wherever that is.
            base.Post(d, state);
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!scheduler.IsRunningHere)
        {
            throw new NotSupportedException("A scheduler's SynchronizationContext cannot Send from another thread: who waits for the loop, must not be waited for by it. Use Post.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>The loop begins to run on this thread.</summary>
    internal void Enter()
    {
        _previous = Current;
        SetSynchronizationContext(this);
    }

    /// <summary>It ends.</summary>
    internal void Leave()
    {
        SetSynchronizationContext(_previous);
        _previous = null;
    }
}
