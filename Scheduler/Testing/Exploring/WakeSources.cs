namespace Coroutines.Testing;

/// <summary>
/// Knows who has put what into the ready queue. It needs no word from those who do: what stands in the queue at the end of a
/// step and did not at its beginning was put there by that step.
/// </summary>
internal sealed class WakeSources
{
    private List<Origin> _queued = [];
    private List<Origin> _batch = [];
    private List<Origin> _arranged = [];
    private int _position;
    private int _step;

    /// <summary>The source of whatever came from no step: timers, sockets, other threads, code outside of the run.</summary>
    internal const int Outside = 0;

    /// <summary>Who put the items of the batch there, in the order of the batch; see <see cref="BeginBatch"/>.</summary>
    internal List<Origin> Batch => _batch;

    /// <summary>A batch begins. What the loop itself has added since the last step comes from outside.</summary>
    internal void BeginBatch(ReadyQueue ready)
    {
        ForgetWhatHasMoved(ready);
        Note(ready, Outside, null);
        (_batch, _queued) = (_queued, _batch);
        _queued.Clear();
        _position = 0;
    }

    /// <summary>Puts the batch into another order.</summary>
    /// <param name="ready">The queue, which holds it.</param>
    /// <param name="order">For each place, which item is to stand there.</param>
    internal void Arrange(ReadyQueue ready, List<int> order)
    {
        if (IsAsItWas(order))
        {
            return;
        }

        (_batch, _arranged) = (_arranged, _batch);
        _batch.Clear();
        for (int i = 0; i < order.Count; i++)
        {
            Origin origin = _arranged[order[i]];
            _batch.Add(origin);
            ready[i] = origin.Item;
        }

        _arranged.Clear();
    }

    private static bool IsAsItWas(List<int> order)
    {
        for (int i = 0; i < order.Count; i++)
        {
            if (order[i] != i)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Notes of an item of the batch which step it is; that stays with it for as long as it waits.</summary>
    internal void SetStep(int place, StepNumber step) => _batch[place] = _batch[place] with { Step = step };

    /// <summary>The last items of the batch wait for the next one, of which they are the first.</summary>
    internal void Postpone(int count)
    {
        int first = _batch.Count - count;
        for (int i = first; i < _batch.Count; i++)
        {
            _queued.Add(_batch[i]);
        }

        _batch.RemoveRange(first, count);
    }

    /// <summary>Somebody else may have put the batch into another order, and may have postponed some of it.</summary>
    internal void Follow(ReadyQueue ready)
    {
        int postponed = _batch.Count - ready.Count;
        for (int i = 0; i < _batch.Count; i++)
        {
            IRunnable item = i < ready.Count ? ready[i] : ready.Postponed[i - ready.Count];
            if (!ReferenceEquals(_batch[i].Item, item))
            {
                int place = _batch.FindIndex(i + 1, origin => ReferenceEquals(origin.Item, item));
                if (place < 0)
                {
                    // A timer that was set again has left an item that runs nothing in its place.
                    place = _batch.FindIndex(i, static origin => origin.Item is ITimed { TimerToken: not 0 });
                    _batch[place] = new Origin(item, Outside, null);
                }

                (_batch[i], _batch[place]) = (_batch[place], _batch[i]);
            }
        }

        if (postponed > 0)
        {
            Postpone(postponed);
        }
    }

    /// <summary>The next item of the batch begins.</summary>
    /// <returns>Who put it there; default if that is not known.</returns>
    internal Origin Take(IRunnable item)
    {
        // A batch that Ctrl-C left goes on in another order: then nothing is known of the rest.
        return _position < _batch.Count && ReferenceEquals(_batch[_position].Item, item)
            ? _batch[_position++]
            : new Origin(item, Outside, null);
    }

    /// <summary>A step is over.</summary>
    internal void EndStep(ReadyQueue ready, IRunnable by) => Note(ready, ++_step, by);

    // Where Ctrl-C has left a batch, its rest goes before what was queued meanwhile; and an item may have been taken out.
    private void ForgetWhatHasMoved(ReadyQueue ready)
    {
        for (int i = 0; i < Math.Min(_queued.Count, ready.Count); i++)
        {
            if (!ReferenceEquals(_queued[i].Item, ready[i]))
            {
                _queued[i] = new Origin(ready[i], Outside, null);
            }
        }
    }

    private void Note(ReadyQueue ready, int source, IRunnable? by)
    {
        if (_queued.Count > ready.Count)
        {
            _queued.Clear();
        }

        for (int i = _queued.Count; i < ready.Count; i++)
        {
            _queued.Add(new Origin(ready[i], source, by));
        }
    }

    /// <summary>An item of the ready queue, and who put it there.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Source">The number of the step that did, or <see cref="Outside"/>.</param>
    /// <param name="By">What took that step.</param>
    /// <param name="Step">Which step the item is; null if nobody has noted that.</param>
    internal readonly record struct Origin(IRunnable Item, int Source, IRunnable? By, StepNumber? Step = null);
}
