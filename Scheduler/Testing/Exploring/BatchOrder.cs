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
    private readonly List<int> _waiting = [];

    // Among whom is chosen, and where they stand in what is left. Where all are free, these are all that are left.
    private readonly List<StepNumber> _candidates = [];
    private readonly List<int> _candidatePlaces = [];
    private readonly List<StepNumber> _steps = [];
    private bool _isFree;

    // Which steps the batch runs, one after the other; null for what is none. And how many of them have begun.
    private readonly List<StepNumber?> _runs = [];
    private int _begun;

    /// <summary>Notes what the steps work on; null where nobody asks.</summary>
    internal Footprints? Footprints { get; set; }

    /// <summary>Whether steps may be held back.</summary>
    internal bool HoldsSteps { get; set; }

    /// <summary>A batch begins.</summary>
    internal void Arrange(ReadyQueue ready)
    {
        if (HoldsSteps && lateTimers.AreSet)
        {
            PostponeTimers(ready);
        }

        _sources.BeginBatch(ready);
        Footprints?.BeginBatch();
        bool othersRun = Sort();
        HoldSteps(ready, othersRun);
        TakeAll();
        _order.AddRange(_waiting);
        _sources.Arrange(ready, _order);
        if (_waiting.Count > 0)
        {
            ready.PostponeLast(_waiting.Count);
            _sources.Postpone(_waiting.Count);
        }
    }

    /// <summary>An item of the batch begins.</summary>
    /// <returns>Which step it is; null where that has to be looked for, or it is none.</returns>
    internal StepNumber? BeginStep(IRunnable item)
    {
        // A batch that Ctrl-C left goes on in another order.
        StepNumber? step = _begun < _runs.Count ? _runs[_begun++] : null;
        return ReferenceEquals(step?.Item, item) ? step : null;
    }

    /// <summary>A step is over.</summary>
    internal void EndStep(IRunnable item) => _sources.EndStep(scheduler.Ready, item, decisions.NumberOfRunning);

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
        _runs.Clear();
        _begun = 0;
        _left.Clear();
        _steps.Clear();
        _isFree = scheduler.Frames.ResumedPhase is null;
        bool othersRun = false;
        List<WakeSources.Origin> batch = _sources.Batch;
        for (int i = 0; i < batch.Count; i++)
        {
            IRunnable item = batch[i].Item;
            if (item is CoTask task)
            {
                if (task.NextItemIsVoid && !HasVoidItem(task))
                {
                    othersRun = true;
                    AddFirst(i);
                }
                else
                {
                    StepNumber step = batch[i].Step ?? decisions.NumberOf(task);
                    _steps.Add(step);
                    _left.Add(new Item(i, step));
                }
            }
            else if (item is Nothing or BlockedWatch or RunEnd)
            {
                AddFirst(i);
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

    private void AddFirst(int place)
    {
        _order.Add(place);
        _runs.Add(null);
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
            SetHeldStepsAside();
        }
    }

    private void SetHeldStepsAside()
    {
        int kept = 0;
        for (int i = 0; i < _left.Count; i++)
        {
            Item item = _left[i];
            if (item.IsHeld)
            {
                _waiting.Add(item.Place);
                _sources.SetStep(item.Place, item.Step!);
            }
            else
            {
                _left[kept++] = item;
            }
        }

        _left.RemoveRange(kept, _left.Count - kept);
    }

    private void TakeAll()
    {
        FindCandidates();
        while (_left.Count > 0)
        {
            TakeNext();
        }
    }

    private void TakeNext()
    {
        bool hasChoice = _candidates.Count > 1;
        int chosen = hasChoice ? decisions.ChooseAmong(DecisionKind.Order, _candidates) : 0;
        int place = _candidatePlaces[chosen];
        Item taken = _left[place];
        _left.RemoveAt(place);
        _order.Add(taken.Place);
        _runs.Add(taken.Step);
        Footprints?.Take(_candidates[chosen], hasChoice ? decisions.Count - 1 : -1, hasChoice ? [.. _candidates] : null);
        if (_isFree)
        {
            // The others are what they were, and stand where they stood among each other.
            _candidates.RemoveAt(chosen);
            _candidatePlaces.RemoveAt(_candidatePlaces.Count - 1);
        }
        else
        {
            FindCandidates();
        }
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
