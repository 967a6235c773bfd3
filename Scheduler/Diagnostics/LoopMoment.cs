namespace Coroutines;

/// <summary>How far a loop has come, as another thread sees it: where two are equal, it has done nothing in between that shows.</summary>
/// <param name="IsBusy">Whether it is inside a run or a Tick.</param>
/// <param name="Iteration">Which iteration it is.</param>
/// <param name="Item">What is being run; null for nothing.</param>
/// <param name="LeftInBatch">How many come after that in the same iteration.</param>
/// <param name="ReadyCount">How many wait for the next iteration.</param>
/// <param name="TaskCount">How many tasks are registered.</param>
/// <param name="LastNumber">The number of the last task without a name.</param>
/// <param name="TimerCount">How many timers are held.</param>
internal readonly record struct LoopMoment(
    bool IsBusy, long Iteration, IRunnable? Item, int LeftInBatch, int ReadyCount, int TaskCount, int LastNumber, int TimerCount)
{
    internal static LoopMoment Of(Scheduler scheduler)
    {
        IRunnable? item;
        try
        {
            item = scheduler.Loop.Running;
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or NullReferenceException)
        {
            // The loop has changed from one batch to the next meanwhile.
            item = null;
        }

        return new LoopMoment(
            scheduler.IsRunning, scheduler.Loop.Iteration, item, scheduler.Loop.LeftInBatch, scheduler.Ready.Count,
            scheduler.Tasks.Count, scheduler.Tasks.LastNumber, scheduler.Seconds.Timers.Held);
    }

    /// <summary>Whether the loop is still at what it was at then.</summary>
    internal bool IsSameStepAs(in LoopMoment other) =>
        IsBusy == other.IsBusy && Iteration == other.Iteration && LeftInBatch == other.LeftInBatch && ReferenceEquals(Item, other.Item);
}
