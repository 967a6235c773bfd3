namespace Coroutines;

/// <summary>
/// Where other threads leave callbacks for the loop (rule 8). The only part of the scheduler, with the selector's
/// wake-up, that more than one thread may touch.
/// </summary>
internal sealed class ThreadInbox
{
    private const int KeptCapacity = 1024;

    private readonly object _gate = new();
    private List<IRunnable> _posted = [];
    private List<IRunnable> _taken = [];
    private volatile bool _hasItems;

    internal bool HasItems => _hasItems;

    internal void Post(IRunnable item)
    {
        lock (_gate)
        {
            _posted.Add(item);
            _hasItems = true;
        }
    }

    /// <summary>Appends what was posted to the ready queue, in the order of posting. Costs one read when empty.</summary>
    internal void MoveTo(ReadyQueue ready)
    {
        if (_hasItems)
        {
            TakeAll(ready);
        }
    }

    /// <summary>Lets go of the room that a burst has needed.</summary>
    internal void LetGo()
    {
        if (_taken.Capacity > KeptCapacity)
        {
            _taken = [];
        }

        // Read without the lock: at worst it is too late for this time.
        if (_posted.Capacity > KeptCapacity && !_hasItems)
        {
            lock (_gate)
            {
                if (_posted.Count == 0)
                {
                    _posted = [];
                }
            }
        }
    }

    private void TakeAll(ReadyQueue ready)
    {
        lock (_gate)
        {
            (_posted, _taken) = (_taken, _posted);
            _hasItems = false;
        }

        foreach (IRunnable item in _taken)
        {
            ready.Enqueue(item);
        }

        _taken.Clear();
    }
}
