namespace Coroutines;

/// <summary>
/// Every unfinished task, in the order of creation. It is what keeps a task alive that nobody else refers to.
/// </summary>
internal sealed class TaskRegistry
{
    // A finished task leaves a gap, so that the order costs no shifting. The gaps are closed when the array is full.
    private Slot[] _slots = new Slot[16];
    private int _end;

    internal int Count { get; private set; }

    internal void Add(CoTask task)
    {
        if (_end == _slots.Length)
        {
            MakeRoom();
        }

        task.RegistryIndex = _end;
        _slots[_end++].Task = task;
        Count++;
    }

    internal void Remove(CoTask task)
    {
        _slots[task.RegistryIndex].Task = null;
        Count--;
    }

    internal List<CoTask> ToList()
    {
        var tasks = new List<CoTask>(Count);
        for (int i = 0; i < _end; i++)
        {
            if (_slots[i].Task is { } task)
            {
                tasks.Add(task);
            }
        }

        return tasks;
    }

    private void MakeRoom()
    {
        Slot[] target = Count <= _slots.Length / 2 ? _slots : new Slot[_slots.Length * 2];
        int kept = 0;
        for (int i = 0; i < _end; i++)
        {
            if (_slots[i].Task is { } task)
            {
                task.RegistryIndex = kept;
                target[kept++].Task = task;
            }
        }

        if (ReferenceEquals(target, _slots))
        {
            Array.Clear(_slots, kept, _end - kept);
        }

        _slots = target;
        _end = kept;
    }

    private struct Slot
    {
        internal CoTask? Task;
    }
}
