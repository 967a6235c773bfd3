namespace Coroutines.Testing;

/// <summary>Puts each batch of the ready queue into another legal order, and holds some of its steps back.</summary>
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
internal sealed class BatchOrder(Scheduler scheduler, Decisions decisions, LateTimers lateTimers)
{
    private readonly WakeSources _sources = new();
    private readonly HeldSteps _held = new(decisions);

    // The places of the batch in their new order, and those that are still to come: first callbacks and steps, then the steps that wait.
    private readonly List<int> _order = [];
    private readonly List<Item> _left = [];
    private readonly List<Item> _waiting = [];

    // Among whom is chosen, and where they stand in what is left.
    private readonly List<StepNumber> _candidates = [];
    private readonly List<int> _candidatePlaces = [];
    private readonly List<StepNumber> _steps = [];
    private bool _isFree;

    /// <summary>Notes what the steps work on; null where nobody asks.</summary>
    internal Footprints? Footprints { get; set; }

    /// <summary>Whether steps may be held back.</summary>
    internal bool HoldsSteps { get; set; }

    /// <summary>A batch begins.</summary>
    internal void Arrange(ReadyQueue ready)
    {
        if (HoldsSteps)
        {
            PostponeTimers(ready);
        }

        _sources.BeginBatch(ready);
        Footprints?.BeginBatch();
        bool othersRun = Sort();
        HoldSteps(ready, othersRun);
        while (_left.Count > 0)
        {
            TakeNext();
        }

        _order.AddRange(_waiting.Select(static waiting => waiting.Place));
        _sources.Arrange(ready, _order);
        if (_waiting.Count > 0)
        {
            ready.PostponeLast(_waiting.Count);
            _sources.Postpone(_waiting.Count);
        }
    }

    /// <summary>A step is over.</summary>
    internal void EndStep(IRunnable item) => _sources.EndStep(scheduler.Ready, item);

    private void PostponeTimers(ReadyQueue ready)
    {
        for (int i = 0; i < ready.Count; i++)
        {
            if (lateTimers.TryPostpone(ready[i]))
            {
                ready[i] = Nothing.Instance;
            }
        }
    }

    /// <summary>Puts what runs nothing in front, and finds the others.</summary>
    /// <returns>Whether something runs that is no step: it may have somebody run.</returns>
    private bool Sort()
    {
        _order.Clear();
        _left.Clear();
        _steps.Clear();
        _isFree = scheduler.Frames.ResumedPhase is null;
        bool othersRun = false;
        for (int i = 0; i < _sources.Batch.Count; i++)
        {
            IRunnable item = _sources.Batch[i].Item;
            if (item is CoTask task)
            {
                if (task.NextItemIsVoid && !HasVoidItem(task))
                {
                    othersRun = true;
                    _order.Add(i);
                }
                else
                {
                    StepNumber step = decisions.NumberOf(task);
                    _steps.Add(step);
                    _left.Add(new Item(i, step));
                }
            }
            else if (item is Nothing or BlockedWatch or RunEnd)
            {
                _order.Add(i);
            }
            else
            {
                othersRun = true;
                _isFree = false;
                _left.Add(new Item(i, null));
            }
        }

        return othersRun;
    }

    // Only the first item of a task is the void one.
    private bool HasVoidItem(CoTask task)
    {
        foreach (int place in _order)
        {
            if (ReferenceEquals(_sources.Batch[place].Item, task))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Decides which steps wait, and takes these out.</summary>
    private void HoldSteps(ReadyQueue ready, bool othersRun)
    {
        _waiting.Clear();
        if (!HoldsSteps || !ReferenceEquals(ready, scheduler.Ready))
        {
            foreach (StepNumber step in _steps)
            {
                step.Step++;
                step.HeldFor = 0;
            }
        }
        else if (_held.Hold(_steps, othersRun) > 0)
        {
            _waiting.AddRange(_left.Where(static item => item.IsHeld));
            _left.RemoveAll(static item => item.IsHeld);
        }
    }

    private void TakeNext()
    {
        FindCandidates();
        bool hasChoice = _candidates.Count > 1;
        int chosen = hasChoice ? decisions.ChooseAmong(DecisionKind.Order, _candidates) : 0;
        int place = _candidatePlaces[chosen];
        _order.Add(_left[place].Place);
        _left.RemoveAt(place);
        Footprints?.Take(_candidates[chosen], hasChoice ? decisions.Choices.Count - 1 : -1, hasChoice ? [.. _candidates] : null);
    }

    private void FindCandidates()
    {
        _candidates.Clear();
        _candidatePlaces.Clear();
        for (int i = 0; i < _left.Count; i++)
        {
            if (_isFree || IsCandidate(i))
            {
                _candidates.Add(_left[i].Step ?? decisions.NumberOf(_sources.Batch[_left[i].Place].Item));
                _candidatePlaces.Add(i);
            }
        }
    }

    private static int PriorityOf(IRunnable item) => item is CoTask task ? task.Priority : 0;

    // A callback has to wait for those that its source has queued before it; and where a phase of a frame begins, whoever has
    // a lower priority for those with a higher one, who stand before it.
    private bool IsCandidate(int index)
    {
        (IRunnable item, int source, _) = _sources.Batch[_left[index].Place];
        if (scheduler.Frames.ResumedPhase is not null && PriorityOf(item) != PriorityOf(_sources.Batch[_left[0].Place].Item))
        {
            return false;
        }

        if (item is CoTask)
        {
            return true;
        }

        for (int i = 0; i < index; i++)
        {
            if (_sources.Batch[_left[i].Place] is { Item: not CoTask } other && other.Source == source)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An item of the batch.</summary>
    /// <param name="Place">Where it stands.</param>
    /// <param name="Step">The step that it is; null for a callback.</param>
    private readonly record struct Item(int Place, StepNumber? Step)
    {
        internal bool IsHeld => Step is { HeldFor: > 0 };
    }
}
