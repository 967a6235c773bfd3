namespace Coroutines;

/// <summary>The tasks that were started under one key: the one that runs, and those that wait for their turn.</summary>
/// <remarks>What it does takes the same time however many wait.</remarks>
/// <param name="keys">Where they are found by their key, as long as there are any.</param>
/// <param name="key">The key.</param>
/// <param name="hash">The key's hash code.</param>
internal sealed class KeyedTasks(TaskKeys keys, object key, int hash)
{
    private Chain<KeyedTask> _tasks;

    // This one and those before it were asked to make room; null if none was.
    private KeyedTask? _replaced;

    // Those before it are known to have been cancelled, but for the one that runs.
    private KeyedTask? _kept;

    internal object Key => key;

    internal int Hash => hash;

    /// <summary>Those under another key with the same hash code.</summary>
    internal KeyedTasks? Next { get; set; }

    internal CoTask Running => _tasks.First!.Task;

    /// <summary>The one that makes another one needless; null if all there are have been cancelled, and are about to end.</summary>
    internal CoTask? FindKept()
    {
        if (Running.Cancelling == 0)
        {
            // It may have been cancelled and have taken that back.
            return Running;
        }

        _kept ??= _tasks.First;
        while (_kept is { Task.Cancelling: > 0, Next: not null })
        {
            _kept = _kept.Next;
        }

        return _kept!.Task.Cancelling == 0 ? _kept.Task : null;
    }

    /// <summary>A task is to begin when those before it have ended; it was made to wait for its turn.</summary>
    internal void Add(CoTask task)
    {
        var added = new KeyedTask(this, task);
        _tasks.Add(added);
        if (added == _tasks.First)
        {
            task.Unpark();
        }

        task.AddWaiter(added);
    }

    /// <summary>Cancels all but the last one, those that wait first: none of them is to have a turn.</summary>
    internal void CancelBeforeLast()
    {
        KeyedTask last = _tasks.Last!;
        KeyedTask? previous;
        for (KeyedTask? next = last.Previous; next is not null && next != _replaced; next = previous)
        {
            // Before it is cancelled: that may end it at once.
            previous = next.Previous;

            // To be asked a second time would interrupt its clean-up; so those that were asked before are left alone.
            next.Task.Cancel($"Replaced by {last.Task.Describe()}.");
        }

        _replaced = last.Previous;
    }

    /// <summary>One of them has ended: the one that ran, or one that was cancelled before its turn.</summary>
    internal void Remove(KeyedTask ended)
    {
        bool wasRunning = ended == _tasks.First;
        Unlink(ended);
        if (_tasks.First is null)
        {
            keys.Remove(this);
        }
        else if (wasRunning)
        {
            // One that was cancelled needs no turn to end.
            Running.Unpark();
        }
    }

    private void Unlink(KeyedTask ended)
    {
        if (_replaced == ended)
        {
            _replaced = ended.Previous;
        }

        if (_kept == ended)
        {
            _kept = ended.Next ?? ended.Previous;
        }

        _tasks.Remove(ended);
    }
}
