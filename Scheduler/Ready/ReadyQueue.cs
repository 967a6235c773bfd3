using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// What is ready to run, in two lists: the batch that one iteration runs, and the queue that fills meanwhile (rule 2).
/// The order in which items enter is the order in which they run.
/// </summary>
/// <remarks>
/// <para>The two share an array: one has the even places, the other the odd ones. They change roles from batch to batch,
/// for which two numbers are enough. A burst goes on in further arrays of the same kind, the pages: none is so large that it would live
/// among the large objects, where each is a reason for a full collection.</para>
/// <para>They keep their contents. Coroutines that take turns thus come to the very place where they stood two batches
/// ago, and comparing a reference is cheaper than storing it, which the garbage collector has to be told of. What is left
/// over is forgotten when the lists become shorter, and at the latest when the loop has nothing to do.</para>
/// </remarks>
internal sealed partial class ReadyQueue : IPlaces
{
    // From one place of a list to the next.
    private const int Stride = 2;

    // The page on which the next item of the queue goes, and where on it. The lowest bit tells which list the queue is.
    private Slot[] _slots;
    private int _tail;
    private int _tailPage;

    // How many places of each list may hold references, used or left over.
    private int _filled;

    // While it is armed, the pages are put aside: the next item finds no room, and gives the alarm. That way an alarm costs
    // nothing where there is none.
    private bool _isArmed;
    private Action? _alarm;

    // Made when the first item is taken out before its turn; few queues ever need it.
    private PlaceSearch? _search;

    // What an observer has taken out of the batch that begins.
    private readonly List<IRunnable> _postponed = [];

    private long[] _sortKeys = [];
    private IRunnable[] _sorted = [];

    internal ReadyQueue() => _slots = _first;

    /// <summary>How many items wait for the next batch.</summary>
    public int Count => (_tailPage * ItemsOnPage) + (_tail >> 1);

    internal bool IsEmpty => _tail < Stride;

    /// <summary>Whether an item stands last, as far as that can be seen on its page.</summary>
    internal bool EndsWith(IRunnable? item) => _tail >= Stride && ReferenceEquals(_slots[_tail - Stride].Item, item);

    /// <summary>What was taken out of the batch that begins, see <see cref="PostponeLast"/>.</summary>
    internal IReadOnlyList<IRunnable> Postponed => _postponed;

    /// <summary>An item that waits for the next batch, by its place; for observers, which may also put another one there.</summary>
    public IRunnable this[int index]
    {
        get => SlotOf(index, List).Item!;
        set => SlotOf(index, List).Item = value;
    }

    // Which of the two lists the queue is; the other one is the batch.
    private int List => _tail & 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enqueue(IRunnable item)
    {
        Slot[] slots = _slots;
        int tail = _tail;
        if ((uint)tail >= (uint)slots.Length)
        {
            EnqueueWhereRoomIs(item);
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
    /// Has the last items of the queue wait for one batch more than the others, of which they will be the first. For an observer, when a
    /// batch begins.
    /// </summary>
    internal void PostponeLast(int count)
    {
        int left = Count - count;
        for (int i = left; i < left + count; i++)
        {
            _postponed.Add(this[i]);
        }

        _filled = Math.Max(_filled, left + count);
        SetCount(left);
    }

    /// <summary>Moves the first <paramref name="count"/> items to the tail of <paramref name="other"/>.</summary>
    internal void MoveTo(ReadyQueue other, int count)
    {
        // What was moved the last time and has not come back by now.
        ForgetBehind(Count);
        _search?.Forget();
        int all = Count;
        int left = 0;
        for (int i = 0; i < all; i++)
        {
            if (i < count)
            {
                other.Enqueue(this[i]);
            }
            else
            {
                this[left++] = this[i];
            }
        }

        _filled = Math.Max(_filled, all);
        SetCount(left);
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
            _sorted = new IRunnable[Math.Max(count, _first.Length / Stride)];
            _sortKeys = new long[_sorted.Length];
        }

        bool isSorted = true;
        for (int i = 0; i < count; i++)
        {
            IRunnable item = this[i];
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
                this[i] = _sorted[i];
            }
        }

        Array.Clear(_sorted, 0, count);
    }

    /// <summary>Gives the alarm, once, when something is added. Nothing else may be done with the queue until <see cref="Disarm"/>.</summary>
    internal void Arm(Action alarm)
    {
        if (Count == 0 && !_isArmed)
        {
            _isArmed = true;
            _slots = [];
            _alarm = alarm;
        }
    }

    internal void Disarm()
    {
        if (_isArmed)
        {
            _isArmed = false;
            _slots = _first;
        }
    }

    /// <summary>The items in the order in which they will run; for reports.</summary>
    internal IEnumerable<IRunnable> Items()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    internal void Clear()
    {
        _search?.Forget();
        _filled = Math.Max(_filled, Count);
        SetCount(0);
        ForgetBehind(0);
    }

    private void EnqueuePostponed()
    {
        foreach (IRunnable item in _postponed)
        {
            Enqueue(item);
        }

        _postponed.Clear();
    }
}
