namespace Coroutines.Testing;

/// <summary>Ends a run that goes on for too long, in iterations, in virtual or in real time.</summary>
internal sealed class RunGuard(Scheduler scheduler, IStepObserver? next) : IStepObserver
{
    private long _lastIteration = long.MaxValue;
    private double _lastTime = double.PositiveInfinity;
    private TestOptions _options = TestOptions.Default;

    // What is being run, and how often something was; looked at from another thread.
    private volatile IRunnable? _item;
    private long _steps;

    // Which run it is, and why another thread has asked for its end.
    private int _run;
    private string? _realTimeVerdict;

    /// <summary>Whether it comes on, and what always has to hold.</summary>
    internal Liveness Liveness { get; } = new(scheduler);

    /// <summary>Why the run was ended; null if it was not.</summary>
    internal string? Verdict { get; private set; }

    /// <summary>Whether a run was ended because the real time was up.</summary>
    internal bool IsOutOfRealTime { get; private set; }

    internal bool IsInStep => _item is not null;

    /// <summary>How many steps and callbacks have begun.</summary>
    internal long Steps => Volatile.Read(ref _steps);

    /// <summary>A run begins.</summary>
    internal void Start(TestOptions options)
    {
        _options = options;
        _lastIteration = scheduler.Loop.Iteration + options.IterationLimit;
        _lastTime = scheduler.Time + options.VirtualTimeout.Seconds;
        Verdict = null;
        Liveness.Start(options);
        _run++;
    }

    /// <summary>The run is over.</summary>
    internal void End()
    {
        _lastIteration = long.MaxValue;
        _lastTime = double.PositiveInfinity;
        _run++;
    }

    /// <summary>The real time is up. Called on another thread; the loop hears of it when it comes to its next iteration.</summary>
    /// <param name="isInStep">Whether a step holds it up.</param>
    internal void StopFromOutside(bool isInStep)
    {
        string cause = isInStep
            ? $"{DescribeStep()} has not come to a yield return: it blocks the thread, or loops"
            : "It waits for something outside of virtual time, or is busy for ever";
        _realTimeVerdict = $"did not end within {_options.RealTimeout} of real time (RealTimeout). {cause}";
        int run = _run;
        scheduler.Outside.Call(() =>
        {
            if (run == _run)
            {
                StopInRealTime();
            }
        });
    }

    /// <summary>The real time is up. On the loop's thread.</summary>
    internal void StopInRealTime()
    {
        IsOutOfRealTime = true;
        Expire(_realTimeVerdict!);
    }

    /// <summary>What is being run. It may be asked on another thread, as far as the step holds everything up.</summary>
    internal string DescribeStep()
    {
        try
        {
            return _item is CoTask task ? task.DescribeChain() : "A callback";
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException)
        {
            // It has gone on after all, under our eyes.
            return "A step";
        }
    }

    bool IStepObserver.ArrangesBatches => next is { ArrangesBatches: true };

    void IStepObserver.BeginningBatch(ReadyQueue ready)
    {
        next?.BeginningBatch(ready);
        if (scheduler.Time > _lastTime)
        {
            Expire($"did not end within {_options.VirtualTimeout} of virtual time (VirtualTimeout)");
        }
        else if (scheduler.Loop.Iteration > _lastIteration)
        {
            Expire(FormattableString.Invariant(
                $"did not end within {_options.IterationLimit:#,0} iterations (IterationLimit). Somebody yields for ever without waiting for anything"));
        }
        else if (_lastIteration < long.MaxValue && Liveness.Look() is { } reason)
        {
            Expire(reason);
        }
    }

    void IStepObserver.Starting(IRunnable item)
    {
        _steps++;
        _item = item;
        next?.Starting(item);
    }

    void IStepObserver.Finished(IRunnable item)
    {
        next?.Finished(item);
        Liveness.EndStep(item);
        _item = null;
    }

    void IStepObserver.Touched(object what) => next?.Touched(what);

    void IStepObserver.EnteringFrame(bool isNew) => next?.EnteringFrame(isNew);

    void IStepObserver.LeavingFrame(bool isOver) => next?.LeavingFrame(isOver);

    void IStepObserver.Arrived(int count) => next?.Arrived(count);

    void IStepObserver.StartedEagerly(IRunnable task) => next?.StartedEagerly(task);

    private void Expire(string what)
    {
        if (Verdict is null)
        {
            Verdict = $"{what}. The tasks at that moment:\n{scheduler.FormatTasks()}";
        }

        scheduler.Stop();
    }
}
