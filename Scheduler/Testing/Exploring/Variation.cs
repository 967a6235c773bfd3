namespace Coroutines.Testing;

/// <summary>Has a run go another way than an ordinary one would: in every way in which it might.</summary>
internal sealed class Variation : IStepObserver
{
    [ThreadStatic]
    private static Variation? _current;

    private readonly Scheduler _scheduler;
    private readonly BatchOrder _order;
    private readonly LateTimers _lateTimers;

    internal Variation(Scheduler scheduler, Decisions decisions)
    {
        _scheduler = scheduler;
        Decisions = decisions;
        _lateTimers = new LateTimers(Decisions);
        _order = new BatchOrder(scheduler, Decisions, _lateTimers);
    }

    /// <summary>The one of the run that goes on on this thread; null if none is explored.</summary>
    internal static Variation? Current
    {
        get => _current;
        set => _current = value;
    }

    internal Decisions Decisions { get; }

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

    void IStepObserver.BeginningBatch(ReadyQueue ready) => _order.Arrange(ready);

    void IStepObserver.Starting(IRunnable item) => Decisions.BeginStep(item);

    void IStepObserver.Finished(IRunnable item)
    {
        if (item is CoTask { IsDone: false } task)
        {
            StepNumber step = Decisions.NumberOf(task);
            step.HasYielded = task.State == FutureState.Ready;
            if (IsRunToEnd && !step.HasYielded && Decisions.ChooseCancel(step))
            {
                task.Cancel("Cancelled by the exploration.");
            }
        }

        _order.EndStep(item);
    }
}
