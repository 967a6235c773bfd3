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

    // The places of the batch in their new order, and those that are still to come.
    private readonly List<int> _order = [];
    private readonly List<int> _left = [];

    private readonly List<StepNumber> _steps = [];
    private readonly List<int> _candidates = [];
    private readonly List<StepNumber> _candidateSteps = [];
    private readonly HashSet<IRunnable> _void = [];

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
        _order.Clear();
        _left.Clear();
        bool othersRun = PutVoidItemsFirst();
        int held = HoldSteps(ready, othersRun);
        while (_left.Count > held)
        {
            TakeNext(held);
        }

        _order.AddRange(_left);
        _sources.Arrange(ready, _order);
        if (held > 0)
        {
            ready.PostponeLast(held);
            _sources.Postpone(held);
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

    /// <returns>Whether one of them may have somebody run.</returns>
    private bool PutVoidItemsFirst()
    {
        bool mayWake = false;
        _void.Clear();
        for (int i = 0; i < _sources.Batch.Count; i++)
        {
            IRunnable item = _sources.Batch[i].Item;
            if (item is CoTask { NextItemIsVoid: true } && _void.Add(item))
            {
                mayWake = true;
                _order.Add(i);
            }
            else if (item is Nothing or BlockedWatch or RunEnd)
            {
                _order.Add(i);
            }
            else
            {
                _left.Add(i);
            }
        }

        return mayWake;
    }

    /// <summary>Decides which steps wait, and puts these behind the others.</summary>
    /// <returns>How many they are.</returns>
    private int HoldSteps(ReadyQueue ready, bool othersRun)
    {
        _steps.Clear();
        foreach (int index in _left)
        {
            if (_sources.Batch[index].Item is CoTask task)
            {
                _steps.Add(decisions.NumberOf(task));
            }
        }

        if (!HoldsSteps || !ReferenceEquals(ready, scheduler.Ready))
        {
            _steps.ForEach(static step => (step.Step, step.HeldFor) = (step.Step + 1, 0));
            return 0;
        }

        int held = _held.Hold(_steps, othersRun || _steps.Count < _left.Count);
        if (held > 0)
        {
            MoveHeldToEnd();
        }

        return held;
    }

    private void MoveHeldToEnd()
    {
        _candidates.Clear();
        int free = 0;
        for (int i = 0; i < _left.Count; i++)
        {
            int index = _left[i];
            if (_sources.Batch[index].Item is CoTask task && decisions.NumberOf(task).HeldFor > 0)
            {
                _candidates.Add(index);
            }
            else
            {
                _left[free++] = index;
            }
        }

        _left.RemoveRange(free, _left.Count - free);
        _left.AddRange(_candidates);
    }

    private void TakeNext(int held)
    {
        _candidates.Clear();
        for (int i = 0; i < _left.Count - held; i++)
        {
            if (IsCandidate(_left[i]))
            {
                _candidates.Add(_left[i]);
            }
        }

        int next = _candidates.Count > 1 ? _candidates[ChooseCandidate()] : _candidates[0];
        _order.Add(next);
        _left.Remove(next);
    }

    private int ChooseCandidate()
    {
        _candidateSteps.Clear();
        foreach (int index in _candidates)
        {
            _candidateSteps.Add(decisions.NumberOf(_sources.Batch[index].Item));
        }

        return decisions.ChooseAmong(DecisionKind.Order, _candidateSteps);
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
