namespace Coroutines.Testing;

/// <summary>Has a run go another way than an ordinary one would: in every way in which it might.</summary>
internal sealed class Variation : IStepObserver
{
    [ThreadStatic]
    private static Variation? _current;

    private readonly Scheduler _scheduler;
    private readonly BatchOrder _order;
    private readonly LateTimers _lateTimers;

    internal Variation(Scheduler scheduler, Decisions decisions, bool notesFootprints = false)
    {
        _scheduler = scheduler;
        Decisions = decisions;
        _lateTimers = new LateTimers(Decisions);
        _order = new BatchOrder(scheduler, Decisions, _lateTimers);
        if (notesFootprints)
        {
            Footprints = _order.Footprints = _lateTimers.Footprints = new Footprints(scheduler);
        }
    }

    /// <summary>The one of the run that goes on on this thread; null if none is explored.</summary>
    internal static Variation? Current
    {
        get => _current;
        set => _current = value;
    }

    internal Decisions Decisions { get; }

    /// <summary>What the steps have worked on; null where that is not noted.</summary>
    internal Footprints? Footprints { get; }

    /// <summary>
    /// Whether a run goes on to its end. Who moves a scheduler on by hand counts its iterations and its seconds: there, only the order within
    /// an iteration varies.
    /// </summary>
    internal bool IsRunToEnd
    {
        get => _order.HoldsSteps;
        set
        {
            _order.HoldsSteps = value;
            _scheduler.Seconds.Timers.Order.Lateness = value ? _lateTimers : null;
        }
    }

    bool IStepObserver.ArrangesBatches => true;

    void IStepObserver.BeginningBatch(ReadyQueue ready) => _order.Arrange(ready);

    void IStepObserver.Starting(IRunnable item)
    {
        Decisions.BeginStep(item, _order.BeginStep(item));
        _order.Footprints?.Begin(Decisions.NumberOf(item));
    }

    void IStepObserver.Touched(object what) => _order.Footprints?.Touch(what);

    void IStepObserver.Finished(IRunnable item)
    {
        _order.Footprints?.End(Decisions.NumberOf(item));
        if (IsRunToEnd && item is CoTask { IsDone: false } task)
        {
            EndStep(task, Decisions.Running!);
        }

        _order.EndStep(item);
    }

    private void EndStep(CoTask task, StepNumber step)
    {
        step.HasYielded = task.State == FutureState.Ready;
        if (!step.HasYielded && Decisions.ChooseCancel(step))
        {
            task.Cancel("Cancelled by the exploration.");
        }
    }
}
