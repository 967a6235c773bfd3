using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>A FIFO ring of what is ready to run: the order in which items enter is the order in which they run.</summary>
internal sealed class ReadyQueue
{
    private const int InitialCapacity = 64;

    // The length is a power of two, so that a position is masked instead of divided. Positions only ever grow (and
    // wrap around as integers do); their difference is the count.
    private Slot[] _slots = new Slot[InitialCapacity];
    private int _head;
    private int _tail;
    private bool _isRunning;

    internal int Count => unchecked(_tail - _head);

    /// <summary>
    /// The item that <see cref="RunBatch"/> is running. It stays at the head until it has run, so that nobody has to
    /// note down, step by step, who runs.
    /// </summary>
    internal IRunnable? Running => _isRunning ? _slots[_head & (_slots.Length - 1)].Item : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enqueue(IRunnable item)
    {
        Slot[] slots = _slots;
        int tail = _tail;
        if (unchecked(tail - _head) == slots.Length)
        {
            slots = Grow();
        }

        slots[tail & (slots.Length - 1)].Item = item;
        _tail = unchecked(tail + 1);
    }

    /// <summary>
    /// Runs exactly the items that are ready at this moment; what they add waits for the next batch (rule 2). If one
    /// throws out of the loop, the rest of the batch stays queued, in order.
    /// </summary>
    internal void RunBatch(IStepObserver? observer = null)
    {
        int end = _tail;
        _isRunning = true;
        try
        {
            while (_head != end)
            {
                IRunnable item = _slots[_head & (_slots.Length - 1)].Item!;
                if (observer is null)
                {
                    item.Run();
                }
                else
                {
                    observer.Starting(item);
                    item.Run();
                    observer.Finished(item);
                }

                RemoveHead();
            }
        }
        catch
        {
            RemoveHead();
            throw;
        }
        finally
        {
            _isRunning = false;
        }
    }

    /// <summary>Moves the first <paramref name="count"/> items to the tail of <paramref name="other"/>.</summary>
    internal void MoveTo(ReadyQueue other, int count)
    {
        for (; count > 0; count--)
        {
            other.Enqueue(_slots[_head & (_slots.Length - 1)].Item!);
            RemoveHead();
        }
    }

    /// <summary>The items in the order in which they will run; for reports.</summary>
    internal IEnumerable<IRunnable> Items()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return _slots[unchecked(_head + i) & (_slots.Length - 1)].Item!;
        }
    }

    internal void Clear()
    {
        Array.Clear(_slots, 0, _slots.Length);
        _head = _tail;
    }

    private void RemoveHead()
    {
        _slots[_head & (_slots.Length - 1)].Item = null;
        _head = unchecked(_head + 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Slot[] Grow()
    {
        // Every item keeps its position, only the mask widens: a batch that is being run goes by positions.
        var larger = new Slot[_slots.Length * 2];
        for (int position = _head; position != _tail; position = unchecked(position + 1))
        {
            larger[position & (larger.Length - 1)] = _slots[position & (_slots.Length - 1)];
        }

        _slots = larger;
        return larger;
    }

    // A struct around the reference: an array of references would check the type of every item stored.
    private struct Slot
    {
        internal IRunnable? Item;
    }
}
