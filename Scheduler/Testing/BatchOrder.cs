namespace Coroutines.Testing;

/// <summary>Puts each batch of the ready queue into another legal order, and notes what was chosen.</summary>
/// <remarks>
/// <para>What the loop promises stays as it is: the items of a batch run in one iteration, and what they make ready runs in a
/// later one (rule 2). Within a batch an order is legal if</para>
/// <para>- callbacks and done-callbacks that one step has queued run in the order in which it queued them, and so do those
/// that timers, sockets and other threads have brought (rules 4, 8 and 11). The library's own bookkeeping counts as such;</para>
/// <para>- what runs nothing (a timer that queues its task, what a cancel left behind, an item that only lets an iteration
/// pass) stays in front, since where it stands makes no difference;</para>
/// <para>- what waited for a phase of a frame keeps the order of <see cref="CoTask.Priority"/>.</para>
/// <para>Steps of tasks are free, also against callbacks of the same source: which of several tasks that are ready in the same
/// iteration comes first is what a program should not depend on. A task has at most one step in a batch.</para>
/// </remarks>
internal sealed class BatchOrder(Scheduler scheduler, ScheduleChooser chooser) : IStepObserver
{
    private readonly WakeSources _sources = new();
    private readonly List<int> _choices = [];
    private readonly List<int> _counts = [];
    private readonly List<int> _left = [];
    private readonly List<int> _order = [];
    private readonly List<int> _candidates = [];
    private readonly List<IRunnable> _items = [];

    /// <summary>What was chosen, wherever there was a choice: the index among the candidates.</summary>
    internal IReadOnlyList<int> Choices => _choices;

    /// <summary>How many candidates there were for each of <see cref="Choices"/>.</summary>
    internal IReadOnlyList<int> Counts => _counts;

    void IStepObserver.BeginningBatch(ReadyQueue ready)
    {
        _sources.BeginBatch(ready);
        if (ready.Count < 2)
        {
            return;
        }

        _order.Clear();
        _left.Clear();
        for (int i = 0; i < ready.Count; i++)
        {
            (IsVoid(i) ? _order : _left).Add(i);
        }

        while (_left.Count > 0)
        {
            TakeNext();
        }

        _sources.Arrange(ready, _order);
    }

    void IStepObserver.Starting(IRunnable item)
    {
    }

    void IStepObserver.Finished(IRunnable item) => _sources.EndStep(scheduler.Ready, item);

    private bool IsVoid(int index)
    {
        IRunnable item = _sources.Batch[index].Item;
        return item is Nothing or BlockedWatch or RunEnd
            || (item is CoTask { NextItemIsVoid: true } && !_order.Exists(other => ReferenceEquals(_sources.Batch[other].Item, item)));
    }

    private void TakeNext()
    {
        _candidates.Clear();
        _items.Clear();
        foreach (int index in _left)
        {
            if (IsCandidate(index))
            {
                _candidates.Add(index);
                _items.Add(_sources.Batch[index].Item);
            }
        }

        int choice = 0;
        if (_candidates.Count > 1)
        {
            choice = chooser.Choose(_items);
            _choices.Add(choice);
            _counts.Add(_candidates.Count);
        }

        _order.Add(_candidates[choice]);
        _left.Remove(_candidates[choice]);
    }

    private static int PriorityOf(IRunnable item) => item is CoTask task ? task.Priority : 0;

    // A callback has to wait for those that its source has queued before it; and where a phase of a frame begins, whoever has
    // a lower priority for those with a higher one, who stand before it.
    private bool IsCandidate(int index)
    {
        (IRunnable item, int source, _) = _sources.Batch[index];
        if (scheduler.Frames.ResumedPhase is not null && PriorityOf(item) != PriorityOf(_sources.Batch[_left[0]].Item))
        {
            return false;
        }

        if (item is CoTask)
        {
            return true;
        }

        foreach (int earlier in _left)
        {
            if (earlier == index)
            {
                return true;
            }

            if (_sources.Batch[earlier] is { Item: not CoTask } other && other.Source == source)
            {
                return false;
            }
        }

        return true;
    }
}
