namespace Coroutines;

/// <summary>
/// Passes a future's completion on one iteration later, as a done-callback of asyncio's that completes another future.
/// </summary>
internal sealed class CompletionHop(Scheduler scheduler) : ILeavingWaiter, IRunnable
{
    public bool HasLeft { get; private set; }

    /// <summary>Done in the iteration after the completion.</summary>
    internal Future Signal { get; } = new(scheduler);

    public void OnDone(Future future)
    {
        if (!HasLeft)
        {
            scheduler.Ready.Enqueue(this);
        }
    }

    /// <summary>Nobody waits for it any more.</summary>
    internal void Leave(Future future)
    {
        HasLeft = true;
        future.Forget(this);
    }

    public void Run()
    {
        if (!Signal.IsDone)
        {
            Signal.SetResult();
        }
    }
}
