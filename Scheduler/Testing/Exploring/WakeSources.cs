namespace Coroutines.Testing;

/// <summary>
/// Knows which step has put what into the ready queue. It needs no word from those who do: what stands in the queue at the end of a
/// step and did not at its beginning was put there by that step.
/// </summary>
internal sealed class WakeSources
{
    private List<Origin> _queued = [];
    private List<Origin> _batch = [];
    private List<Origin> _arranged = [];
    private int _step;

    /// <summary>The source of whatever came from no step: timers, sockets, other threads, code outside of the run.</summary>
    internal const int Outside = 0;

    /// <summary>What step put the items of the batch there, in the order of the batch; see <see cref="BeginBatch"/>.</summary>
    internal List<Origin> Batch => _batch;

    /// <summary>A batch begins. What the loop itself has added since the last step comes from outside.</summary>
    internal void BeginBatch(ReadyQueue ready)
    {
        ForgetWhatHasMoved(ready);
        Note(ready, Outside);
        (_batch, _queued) = (_queued, _batch);
        _queued.Clear();
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

    /// <summary>A step is over.</summary>
    /// <param name="ready">The queue.</param>
    /// <param name="item">What has taken it, and may have put itself there again.</param>
    /// <param name="number">Its number, as far as that is known.</param>
    internal void EndStep(ReadyQueue ready, IRunnable item, StepNumber? number) => Note(ready, ++_step, item, number);

    // Where Ctrl-C has left a batch, its rest goes before what was queued meanwhile; and an item may have been taken out.
    private void ForgetWhatHasMoved(ReadyQueue ready)
    {
        for (int i = 0; i < Math.Min(_queued.Count, ready.Count); i++)
        {
            if (!ReferenceEquals(_queued[i].Item, ready[i]))
            {
                _queued[i] = new Origin(ready[i], Outside);
            }
        }
    }

    private void Note(ReadyQueue ready, int source, IRunnable? by = null, StepNumber? number = null)
    {
        if (_queued.Count > ready.Count)
        {
            _queued.Clear();
        }

        for (int i = _queued.Count; i < ready.Count; i++)
        {
            IRunnable item = ready[i];
            _queued.Add(new Origin(item, source, ReferenceEquals(item, by) ? number : null));
        }
    }

    /// <summary>An item of the ready queue, and who put it there.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Source">The number of the step that did, or <see cref="Outside"/>.</param>
    /// <param name="Step">Which step the item is; null if nobody has noted that.</param>
    internal readonly record struct Origin(IRunnable Item, int Source, StepNumber? Step = null);
}
