using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// What is ready to run, in two lists: the batch that one iteration runs, and the queue that fills meanwhile (rule 2).
/// The order in which items enter is the order in which they run.
/// </summary>
/// <remarks>
/// <para>The two share an array: one has the even places, the other the odd ones. They change roles from batch to batch,
/// for which two numbers are enough.</para>
/// <para>They keep their contents. Coroutines that take turns thus come to the very place where they stood two batches
/// ago, and comparing a reference is cheaper than storing it, which the garbage collector has to be told of. What is left
/// over is forgotten when the lists become shorter, and at the latest when the loop has nothing to do.</para>
/// </remarks>
internal sealed partial class ReadyQueue : IPlaces
{
    private const int InitialCapacity = 128;

    // From one place of a list to the next.
    private const int Stride = 2;

    private Slot[] _slots = new Slot[InitialCapacity];

    // Where the next item of the queue goes. Its lowest bit tells which list the queue is.
    private int _tail;

    // What is left of the batch.
    private int _position;
    private int _end;

    // How many places of each list may hold references, used or left over.
    private int _filled;

    // While it is armed, the array is put aside: the next item finds no room, and gives the alarm. That way an alarm costs
    // nothing where there is none.
    private Slot[]? _putAside;
    private Action? _alarm;

    // Made when the first item is taken out before its turn; few queues ever need it.
    private PlaceSearch? _search;

    private long[] _sortKeys = [];
    private IRunnable[] _sorted = [];

    /// <summary>How many items wait for the next batch.</summary>
    public int Count => _tail >> 1;

    internal bool IsEmpty => _tail < Stride;

    /// <summary>How many items of the batch come after the one that is being run.</summary>
    internal int LeftInBatch => _position < _end ? ((_end - _position) >> 1) - 1 : 0;

    /// <summary>An item that waits for the next batch, by its place; for observers, which may also put another one there.</summary>
    public IRunnable this[int index]
    {
        get => _slots[First + (index * Stride)].Item!;
        set => _slots[First + (index * Stride)].Item = value;
    }

    /// <summary>The item of the batch that is being run; null between batches.</summary>
    internal IRunnable? Running => _position < _end ? _slots[_position].Item : null;

    /// <summary>What is run next in the same batch; null if there is none.</summary>
    internal IRunnable? NextInBatch => _position + Stride < _end ? _slots[_position + Stride].Item : null;

    // Where the queue begins, and its batch will.
    private int First => _tail & 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enqueue(IRunnable item)
    {
        Slot[] slots = _slots;
        int tail = _tail;
        if ((uint)tail >= (uint)slots.Length)
        {
            EnqueueInLarger(item);
            return;
        }

        ref Slot slot = ref slots[tail];
        if (!ReferenceEquals(slot.Item, item))
        {
            slot.Item = item;
        }

        _tail = tail + Stride;
    }

    /// <summary>
    /// Runs exactly the items that are ready at this moment; what they add waits for the next batch. If an exception
    /// leaves the loop, the rest of the batch stays queued, in order.
    /// </summary>
    internal void RunBatch(IStepObserver? observer = null)
    {
        observer?.BeginningBatch(this);
        _search?.Forget();
        BeginBatch();
        FinishBatch(observer);
    }

    /// <summary>
    /// The same, without a handler. What an item throws comes out, and is to be handed to <see cref="FailRunning"/>; then
    /// <see cref="FinishBatch"/> runs the rest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void RunBatchUnguarded()
    {
        BeginBatch();
        RunToEnd();
    }

    /// <summary>Runs what is left of the batch.</summary>
    internal void FinishBatch(IStepObserver? observer)
    {
        while (_position < _end)
        {
            try
            {
                if (observer is null)
                {
                    RunToEnd();
                }
                else
                {
                    RunToEnd(observer);
                }
            }
            catch (Exception exception) when (Unwinding.Starts(exception))
            {
                FailRunning(Unwinding.End(), observer);
            }
        }
    }

    /// <summary>Tells the item that runs what it has thrown, and goes on behind it.</summary>
    internal void FailRunning(Exception exception, IStepObserver? observer)
    {
        bool isHandled = false;
        try
        {
            IRunnable failed = Running!;
            failed.HandleFault(exception);
            observer?.Finished(failed);
            isHandled = true;
        }
        finally
        {
            _position += Stride;
            if (!isHandled)
            {
                PutBack();
            }
        }
    }

    /// <summary>Moves the first <paramref name="count"/> items to the tail of <paramref name="other"/>.</summary>
    internal void MoveTo(ReadyQueue other, int count)
    {
        // What was moved the last time and has not come back by now.
        ForgetBehind(Count);
        _search?.Forget();
        int left = First;
        for (int i = left; i < _tail; i += Stride)
        {
            if (count-- > 0)
            {
                other.Enqueue(_slots[i].Item!);
            }
            else
            {
                _slots[left] = _slots[i];
                left += Stride;
            }
        }

        _filled = Math.Max(_filled, Count);
        _tail = left;
    }

    /// <summary>Takes an item out of those that wait for the next batch. Its place stays, and runs nothing.</summary>
    /// <returns>False if it is not there.</returns>
    internal bool Remove(IRunnable item) => Count > 0 && (_search ??= new PlaceSearch(this)).TryTake(item);

    /// <summary>Puts the items in the order of a key, lowest first; equal ones stay as they are.</summary>
    internal void Sort(Func<IRunnable, int> keyOf)
    {
        _search?.Forget();
        int count = Count;
        if (_sorted.Length < count)
        {
            _sorted = new IRunnable[_slots.Length / Stride];
            _sortKeys = new long[_sorted.Length];
        }

        bool isSorted = true;
        for (int i = 0; i < count; i++)
        {
            IRunnable item = _slots[(i * Stride) + First].Item!;
            _sorted[i] = item;

            // The place is part of the key, for a sort that is not stable by itself.
            _sortKeys[i] = ((long)keyOf(item) << 32) | (uint)i;
            isSorted = isSorted && (i == 0 || _sortKeys[i - 1] < _sortKeys[i]);
        }

        if (!isSorted)
        {
            Array.Sort(_sortKeys, _sorted, 0, count);
            for (int i = 0; i < count; i++)
            {
                _slots[(i * Stride) + First].Item = _sorted[i];
            }
        }

        Array.Clear(_sorted, 0, count);
    }

    /// <summary>Gives the alarm, once, when something is added. Nothing else may be done with the queue until <see cref="Disarm"/>.</summary>
    internal void Arm(Action alarm)
    {
        if (Count == 0 && _putAside is null)
        {
            _putAside = _slots;
            _slots = [];
            _alarm = alarm;
        }
    }

    internal void Disarm()
    {
        if (_putAside is not null)
        {
            _slots = _putAside;
            _putAside = null;
        }
    }

    /// <summary>The items in the order in which they will run; for reports.</summary>
    internal IEnumerable<IRunnable> Items()
    {
        for (int i = First; i < _tail; i += Stride)
        {
            yield return _slots[i].Item!;
        }
    }

    /// <summary>What is left of the batch, the item that is being run included, and after that <see cref="Items"/>.</summary>
    internal IEnumerable<IRunnable> ItemsWithBatch()
    {
        for (int i = _position; i < _end; i += Stride)
        {
            yield return _slots[i].Item!;
        }

        foreach (IRunnable item in Items())
        {
            yield return item;
        }
    }

    internal void Clear()
    {
        _search?.Forget();
        _filled = Math.Max(_filled, Count);
        _tail = First;
        ForgetBehind(0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void BeginBatch()
    {
        int end = _tail;
        int first = end & 1;
        int count = end >> 1;
        if (_filled > count)
        {
            ForgetBehind(count);
        }

        _filled = count;
        _position = first;
        _end = end;
        _tail = first ^ 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunToEnd()
    {
        Slot[] slots = _slots;
        int end = _end;
        for (int i = _position; i < end; _position = i += Stride)
        {
            slots[i].Item!.Run();
        }
    }

    private void RunToEnd(IStepObserver observer)
    {
        for (; _position < _end; _position += Stride)
        {
            IRunnable item = _slots[_position].Item!;
            observer.Starting(item);
            item.Run();
            observer.Finished(item);
        }
    }

    // The rest of the batch goes before what was queued meanwhile.
    private void PutBack()
    {
        var items = new List<IRunnable>();
        for (; _position < _end; _position += Stride)
        {
            items.Add(_slots[_position].Item!);
        }

        items.AddRange(Items());
        Clear();
        foreach (IRunnable item in items)
        {
            Enqueue(item);
        }
    }

    // A struct around the reference: an array of references would check the type of every item stored.
    private struct Slot
    {
        internal IRunnable? Item;
    }
}
