namespace Coroutines;

/// <summary>Debug mode's watch over steps that hold up the loop: asyncio's <c>slow_callback_duration</c>.</summary>
internal sealed class SlowStepWatch(Scheduler scheduler, SchedulerOptions options) : IStepObserver
{
    private long _started;
    private string? _what;

    public void Starting(IRunnable item)
    {
        // Before the step: afterwards the coroutine may have ended.
        _what = item is CoTask task ? task.DescribeChain() : "A callback";
        _started = options.TimeProvider.GetTimestamp();
    }

    public void Finished(IRunnable item)
    {
        double seconds = options.TimeProvider.GetElapsedTime(_started).TotalSeconds;
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
}
