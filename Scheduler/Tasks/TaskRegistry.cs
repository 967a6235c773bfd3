namespace Coroutines;

/// <summary>Unfinished tasks, of a scheduler or of a group, in the order in which they were added.</summary>
/// <typeparam name="TPlace">Where in a task its place here is noted.</typeparam>
/// <remarks>
/// A finished task leaves a gap, so that the order costs no shifting; the gaps are closed when there is no more room and at
/// least every other place is one. The places are in chunks: to grow moves nothing, and no chunk is so large that the
/// garbage collector puts it among the large objects, of which a few megabytes are enough to make it look through
/// everything that there is.
/// </remarks>
internal sealed class TaskRegistry<TPlace>
    where TPlace : struct, ITaskPlace
{
    private const int InitialSize = 16;
    private const int ChunkBits = 12;
    private const int ChunkSize = 1 << ChunkBits;

    // The first one is smaller as long as that is enough.
    private Slot[][] _chunks = [new Slot[InitialSize]];
    private int _capacity = InitialSize;
    private int _end;

    internal int Count { get; private set; }

    internal void Add(CoTask task)
    {
        if (_end == _capacity)
        {
            MakeRoom();
        }

        Put(task, _end++);
        Count++;
    }

    internal void Remove(CoTask task)
    {
        SlotAt(default(TPlace).IndexOf(task)).Task = null;
        Count--;
    }

    /// <summary>Lets go of the room that a burst has needed.</summary>
    internal void LetGo()
    {
        if (_capacity > ChunkSize && Count <= _capacity / 4)
        {
            CloseGaps();
            int chunks = (_end >> ChunkBits) + 1;
            Array.Resize(ref _chunks, chunks);
            _capacity = chunks << ChunkBits;
        }
    }

    internal List<CoTask> ToList()
    {
        var tasks = new List<CoTask>(Count);
        AddTo(tasks);
        return tasks;
    }

    internal void AddTo(List<CoTask> tasks)
    {
        for (int i = 0; i < _end; i++)
        {
            if (SlotAt(i).Task is { } task)
            {
                tasks.Add(task);
            }
        }
    }

    private ref Slot SlotAt(int index) => ref _chunks[index >> ChunkBits][index & (ChunkSize - 1)];

    private void Put(CoTask task, int index)
    {
        default(TPlace).IndexOf(task) = index;
        SlotAt(index).Task = task;
    }

    private void MakeRoom()
    {
        if (Count <= _capacity / 2)
        {
            CloseGaps();
        }
        else if (_capacity < ChunkSize)
        {
            _capacity *= 2;
            Array.Resize(ref _chunks[0], _capacity);
        }
        else
        {
            int next = _capacity >> ChunkBits;
            if (next == _chunks.Length)
            {
                Array.Resize(ref _chunks, next * 2);
            }

            _chunks[next] = new Slot[ChunkSize];
            _capacity += ChunkSize;
        }
    }

    private void CloseGaps()
    {
        int kept = 0;
        for (int i = 0; i < _end; i++)
        {
            if (SlotAt(i).Task is not { } task)
            {
                continue;
            }

            if (i > kept)
            {
                SlotAt(i).Task = null;
                Put(task, kept);
            }

            kept++;
        }

        _end = kept;
    }

    private struct Slot
    {
        internal CoTask? Task;
    }
}
