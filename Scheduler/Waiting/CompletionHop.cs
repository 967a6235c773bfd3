namespace Coroutines;

/// <summary>
/// Passes a future's completion on one iteration later, as a done-callback of asyncio's that completes another future.
/// </summary>
internal sealed class CompletionHop(Scheduler scheduler) : IFutureWaiter, IRunnable
{
    /// <summary>Done in the iteration after the completion.</summary>
    internal Future Signal { get; } = new(scheduler);

    public void OnDone(Future future) => scheduler.Ready.Enqueue(this);

    public void Run()
    {
        if (!Signal.IsDone)
        {
            Signal.SetResult();
        }
    }

    public void Fail(Exception exception) => Rethrow.Throw(exception);
}
