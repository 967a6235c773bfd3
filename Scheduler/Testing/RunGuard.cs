namespace Coroutines.Testing;

/// <summary>Ends a run that goes on for too long, in iterations, in virtual or in real time.</summary>
internal sealed class RunGuard(Scheduler scheduler, IStepObserver? next) : IStepObserver
{
    private long _lastIteration = long.MaxValue;
    private double _lastTime = double.PositiveInfinity;
    private TestOptions _options = TestOptions.Default;

    /// <summary>Why the run was ended; null if it was not.</summary>
    internal string? Verdict { get; private set; }

    /// <summary>A run begins.</summary>
    internal void Begin(TestOptions options)
    {
        _options = options;
        _lastIteration = scheduler.Iteration + options.IterationLimit;
        _lastTime = scheduler.Time + options.VirtualTimeout.Seconds;
        Verdict = null;
    }

    /// <summary>The run is over.</summary>
    internal void End()
    {
        _lastIteration = long.MaxValue;
        _lastTime = double.PositiveInfinity;
    }

    /// <summary>The real time is up. On the loop's thread.</summary>
    internal void ExpireInRealTime() => Expire(
        $"did not end within {_options.RealTimeout} of real time (RealTimeout). It waits for something outside of virtual time, or is busy for ever");

    void IStepObserver.BeginningBatch(ReadyQueue ready)
    {
        next?.BeginningBatch(ready);
        if (scheduler.Time > _lastTime)
        {
            Expire($"did not end within {_options.VirtualTimeout} of virtual time (VirtualTimeout)");
        }
        else if (scheduler.Iteration > _lastIteration)
        {
            Expire(FormattableString.Invariant(
                $"did not end within {_options.IterationLimit:#,0} iterations (IterationLimit). Somebody yields for ever without waiting for anything"));
        }
    }

    void IStepObserver.Starting(IRunnable item) => next?.Starting(item);

    void IStepObserver.Finished(IRunnable item) => next?.Finished(item);

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
