namespace Coroutines.Testing;

/// <summary>Stops a run when a task is done: in the iteration after that, as a done-callback would.</summary>
internal sealed class RunEnd(Scheduler scheduler) : ILeavingWaiter, IRunnable
{
    public bool HasLeft { get; private set; }

    public void OnDone(Future future)
    {
        if (!HasLeft)
        {
            scheduler.Ready.Enqueue(this);
        }
    }

    /// <summary>The run has ended otherwise.</summary>
    internal void Leave() => HasLeft = true;

    public void Run()
    {
        // When Ctrl-C left the run just as the task was done, this must not stop the next one.
        if (!HasLeft)
        {
            scheduler.Stop();
        }
    }
}
