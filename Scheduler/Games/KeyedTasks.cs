namespace Coroutines;

/// <summary>The tasks that were started under one key: the one that runs, and those that wait for their turn.</summary>
/// <param name="emptied">What to do when the last of them has ended.</param>
internal sealed class KeyedTasks(Action emptied) : IFutureWaiter
{
    private readonly LinkedList<CoTask> _tasks = new();

    internal CoTask Running => _tasks.First!.Value;

    internal void Add(CoTask task)
    {
        _tasks.AddLast(task);
        task.AddWaiter(this);
    }

    /// <summary>Cancels all but the last one, those that wait first: none of them is to have a turn.</summary>
    internal void CancelBefore(CoTask last)
    {
        // A copy, in case that one ends at once.
        foreach (CoTask task in _tasks.Reverse().ToArray())
        {
            if (task != last)
            {
                task.Cancel($"Replaced by {last.Describe()}.");
            }
        }
    }

    /// <summary>One of them has ended: the one that ran, or one that was cancelled before its turn.</summary>
    public void OnDone(Future future)
    {
        bool wasRunning = future == Running;
        _tasks.Remove((CoTask)future);
        if (_tasks.Count == 0)
        {
            emptied();
        }
        else if (wasRunning)
        {
            // One that was cancelled needs no turn to end.
            Running.Unpark();
        }
    }
}
