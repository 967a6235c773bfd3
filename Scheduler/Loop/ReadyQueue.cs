using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// What is ready to run, in two lists: the batch that one iteration runs, and the queue that fills meanwhile (rule 2).
/// The order in which items enter is the order in which they run.
/// </summary>
/// <remarks>
/// The lists change places from batch to batch and keep their contents. Coroutines that take turns thus come to the
/// very place where they stood two batches ago, and comparing a reference is cheaper than storing it, which the garbage
/// collector has to be told of. What is left over is forgotten at the latest when the loop has nothing to do.
/// </remarks>
internal sealed class ReadyQueue
{
    private const int InitialCapacity = 64;

    private Slot[] _queue = new Slot[InitialCapacity];
    private Slot[] _batch = new Slot[InitialCapacity];
    private int _count;
    private int _position;
    private int _end;

    // How far the lists hold references, used or left over.
    private int _queueFilled;
    private int _batchFilled;
    private bool _isRunning;

    /// <summary>How many items wait for the next batch.</summary>
    internal int Count => _count;

    /// <summary>The item that <see cref="RunBatch"/> is running.</summary>
    internal IRunnable? Running => _isRunning ? _batch[_position].Item : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enqueue(IRunnable item)
    {
        Slot[] queue = _queue;
        int count = _count;
        if ((uint)count >= (uint)queue.Length)
        {
            EnqueueInLarger(item);
            return;
        }

        ref Slot slot = ref queue[count];
        if (!ReferenceEquals(slot.Item, item))
        {
            slot.Item = item;
        }

        _count = count + 1;
    }

    /// <summary>
    /// Runs exactly the items that are ready at this moment; what they add waits for the next batch. If an exception
    /// leaves the loop, the rest of the batch stays queued, in order.
    /// </summary>
    internal void RunBatch(IStepObserver? observer = null)
    {
        if (_count == 0)
        {
            return;
        }

        Swap();
        _isRunning = true;
        try
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
                catch (Exception exception) when (Unwinding.Begin(exception))
                {
                    FailRunning(Unwinding.End(), observer);
                }
            }
        }
        finally
        {
            _isRunning = false;
            if (_position < _end)
            {
                PutBack();
            }
        }
    }

    /// <summary>Moves the first <paramref name="count"/> items to the tail of <paramref name="other"/>.</summary>
    internal void MoveTo(ReadyQueue other, int count)
    {
        if (_queueFilled > _count)
        {
            // What was moved the last time and has not come back by now.
            Array.Clear(_queue, _count, _queueFilled - _count);
            _queueFilled = _count;
        }

        if (count == 0)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            other.Enqueue(_queue[i].Item!);
        }

        Array.Copy(_queue, count, _queue, 0, _count - count);
        _queueFilled = Math.Max(_queueFilled, _count);
        _count -= count;
    }

    /// <summary>Lets go of what has run. To be called when the loop is about to wait or to be left.</summary>
    internal void Forget()
    {
        if (_batchFilled > 0)
        {
            Array.Clear(_batch, 0, _batchFilled);
            _batchFilled = 0;
        }

        if (_queueFilled > _count)
        {
            Array.Clear(_queue, _count, _queueFilled - _count);
            _queueFilled = 0;
        }
    }

    /// <summary>The items in the order in which they will run; for reports.</summary>
    internal IEnumerable<IRunnable> Items()
    {
        for (int i = 0; i < _count; i++)
        {
            yield return _queue[i].Item!;
        }
    }

    internal void Clear()
    {
        _queueFilled = Math.Max(_queueFilled, _count);
        _count = 0;
        Forget();
    }

    // Apart from the handlers: a loop without any keeps what it works on in registers.
    private void RunToEnd()
    {
        Slot[] batch = _batch;
        for (int i = _position; i < _end; _position = ++i)
        {
            batch[i].Item!.Run();
        }
    }

    private void RunToEnd(IStepObserver observer)
    {
        for (; _position < _end; _position++)
        {
            IRunnable item = _batch[_position].Item!;
            observer.Starting(item);
            item.Run();
            observer.Finished(item);
        }
    }

    private void FailRunning(Exception exception, IStepObserver? observer)
    {
        try
        {
            IRunnable failed = Running!;
            failed.Fail(exception);
            observer?.Finished(failed);
        }
        finally
        {
            _position++;
        }
    }

    private void Swap()
    {
        int filled = Math.Max(_queueFilled, _count);
        if (filled > _count)
        {
            // The list has become shorter: what stands behind its end is no longer worth keeping.
            Array.Clear(_queue, _count, filled - _count);
            filled = _count;
        }

        (_queue, _batch) = (_batch, _queue);
        _queueFilled = _batchFilled;
        _batchFilled = filled;
        _position = 0;
        _end = _count;
        _count = 0;
    }

    // The rest of the batch goes before what was queued meanwhile.
    private void PutBack()
    {
        var items = new List<IRunnable>();
        for (int i = _position; i < _end; i++)
        {
            items.Add(_batch[i].Item!);
        }

        items.AddRange(Items());
        Clear();
        foreach (IRunnable item in items)
        {
            Enqueue(item);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnqueueInLarger(IRunnable item)
    {
        Array.Resize(ref _queue, _queue.Length * 2);
        Enqueue(item);
    }

    // A struct around the reference: an array of references would check the type of every item stored.
    private struct Slot
    {
        internal IRunnable? Item;
    }
}
