namespace Coroutines;

/// <summary>Debug mode's watch over steps that hold up the loop: asyncio's <c>slow_callback_duration</c>.</summary>
internal sealed class SlowStepWatch(Scheduler scheduler, SchedulerOptions options) : IStepObserver
{
    private long? _started;
    private string? _what;

    public void Starting(IRunnable item)
    {
        // Before the step: afterwards the coroutine may have ended.
        _what = item is CoTask task ? task.DescribeChain() : "A callback";
        _started = Now();
    }

    public void Finished(IRunnable item)
    {
        if (_started is not { } started || Now() is not { } now)
        {
            return;
        }

        double seconds = options.TimeProvider.GetElapsedTime(started, now).TotalSeconds;
        if (seconds <= options.SlowStepThreshold.Seconds)
        {
            return;
        }

        scheduler.Report(new ExceptionContext(FormattableString.Invariant(
            $"{_what} took {seconds:0.000} s in one step and held up everything else; a step should take less than {options.SlowStepThreshold}"))
        {
            Task = item as CoTask,
            Handle = item as Handle,
        });
    }

    // A clock of the user's own may throw; then this step goes unmeasured, and the others don't suffer.
    private long? Now()
    {
        try
        {
            return options.TimeProvider.GetTimestamp();
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            return null;
        }
    }
}
