using System.Runtime.CompilerServices;

namespace Coroutines;

// The batch: how one iteration runs what was ready when it began.
internal sealed partial class ReadyQueue
{
    // What is left of the batch: on the page where it runs, and on the pages after that one.
    private int _position;
    private int _end;
    private int _page;
    private int _leftOnPages;

    /// <summary>How many items of the batch come after the one that is being run.</summary>
    internal int LeftInBatch => _position < _end ? ((_end - _position) >> 1) - 1 + _leftOnPages : 0;

    /// <summary>The item of the batch that is being run; null between batches.</summary>
    internal IRunnable? Running => _position < _end ? PageOf(_page)[_position].Item : null;

    /// <summary>What is run next in the same batch; null if there is none.</summary>
    internal IRunnable? NextInBatch
    {
        get
        {
            if (_position + Stride < _end)
            {
                return PageOf(_page)[_position + Stride].Item;
            }

            return _leftOnPages > 0 ? PageOf(_page + 1)[_end & 1].Item : null;
        }
    }

    /// <summary>What was run in this batch so many items before the one that is being run; null if there was none.</summary>
    internal IRunnable? RanBefore(int count)
    {
        int index = (_page * ItemsOnPage) + (_position >> 1) - count;
        return index < 0 ? null : SlotOf(index, 1 - List).Item;
    }

    /// <summary>What is left of the batch, the item that is being run included, and after that <see cref="Items"/>.</summary>
    internal IEnumerable<IRunnable> ItemsWithBatch()
    {
        int first = (_page * ItemsOnPage) + (_position >> 1);
        int left = _position < _end ? LeftInBatch + 1 : 0;
        for (int i = 0; i < left; i++)
        {
            yield return SlotOf(first + i, 1 - List).Item!;
        }

        foreach (IRunnable item in Items())
        {
            yield return item;
        }
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
        if (_postponed.Count > 0)
        {
            EnqueuePostponed();
        }

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
        while (_position < _end || TurnPage())
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void BeginBatch()
    {
        if (_tailPage != 0)
        {
            BeginLongBatch();
            return;
        }

        int end = _tail;
        int list = end & 1;
        int count = end >> 1;
        if (_filled > count)
        {
            ForgetBehind(count);
        }

        _filled = count;
        _page = 0;
        _position = list;
        _end = end;
        _tail = list ^ 1;
    }

    private void BeginLongBatch()
    {
        int list = List;
        int count = Count;
        ForgetBehind(count);
        _filled = count;
        SetCount(0);
        _tail = list ^ 1;
        _leftOnPages = count;
        BeginPage(0, list);
    }

    /// <summary>Goes on with the batch on its next page.</summary>
    /// <returns>False if there is none.</returns>
    private bool TurnPage()
    {
        if (_leftOnPages == 0)
        {
            return false;
        }

        BeginPage(_page + 1, 1 - List);
        return true;
    }

    private void BeginPage(int page, int list)
    {
        int count = Math.Min(_leftOnPages, ItemsOnPage);
        _leftOnPages -= count;
        _page = page;
        _position = list;
        _end = (count * Stride) + list;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunToEnd()
    {
        do
        {
            Slot[] slots = PageOf(_page);
            int end = _end;
            for (int i = _position; i < end; _position = i += Stride)
            {
                slots[i].Item!.Run();
            }
        }
        while (TurnPage());
    }

    private void RunToEnd(IStepObserver observer)
    {
        for (; _position < _end || TurnPage(); _position += Stride)
        {
            IRunnable item = PageOf(_page)[_position].Item!;
            observer.Starting(item);
            item.Run();
            observer.Finished(item);
        }
    }

    // The rest of the batch goes before what was queued meanwhile.
    private void PutBack()
    {
        // The place behind the last item of a page is no item.
        if (_position < _end || TurnPage())
        {
            IRunnable[] items = [.. ItemsWithBatch()];
            _position = _end;
            _leftOnPages = 0;
            Clear();
            foreach (IRunnable item in items)
            {
                Enqueue(item);
            }
        }
    }
}
