namespace Coroutines;

/// <summary>The tasks that were started under one key: the one that runs, and those that wait for their turn.</summary>
/// <param name="keys">Where they are found by their key, as long as there are any.</param>
/// <param name="key">The key.</param>
/// <param name="hash">The key's hash code.</param>
internal sealed class KeyedTasks(TaskKeys keys, object key, int hash) : IFutureWaiter
{
    private readonly LinkedList<CoTask> _tasks = new();

    // The last one that was asked to make room.
    private CoTask? _replaced;

    internal object Key => key;

    internal int Hash => hash;

    /// <summary>Those under another key with the same hash code.</summary>
    internal KeyedTasks? Next { get; set; }

    internal CoTask Running => _tasks.First!.Value;

    /// <summary>The one that makes another one needless; null if all there are have been cancelled, and are about to end.</summary>
    internal CoTask? FindKept() => _tasks.FirstOrDefault(static task => task.Cancelling == 0);

    internal void Add(CoTask task)
    {
        _tasks.AddLast(task);
        task.AddWaiter(this);
    }

    /// <summary>Cancels all but the last one, those that wait first: none of them is to have a turn.</summary>
    internal void CancelBefore(CoTask last)
    {
        CoTask running = Running;

        // A copy, in case that one ends at once.
        foreach (CoTask task in _tasks.Reverse().ToArray())
        {
            // To be asked a second time would interrupt its clean-up.
            if (task != last && task != _replaced)
            {
                task.Cancel($"Replaced by {last.Describe()}.");
            }
        }

        _replaced = running == last ? null : running;
    }

    /// <summary>One of them has ended: the one that ran, or one that was cancelled before its turn.</summary>
    public void OnDone(Future future)
    {
        bool wasRunning = future == Running;
        _tasks.Remove((CoTask)future);
        if (_tasks.Count == 0)
        {
            keys.Remove(this);
        }
        else if (wasRunning)
        {
            // One that was cancelled needs no turn to end.
            Running.Unpark();
        }
    }
}
