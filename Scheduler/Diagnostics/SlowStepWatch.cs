using System.Diagnostics;

namespace Coroutines;

/// <summary>Debug mode's watch over steps that hold up the loop: asyncio's <c>slow_callback_duration</c>.</summary>
internal sealed class SlowStepWatch(Scheduler scheduler, SchedulerOptions options) : IStepObserver
{
    // A virtual clock stands still while a step blocks the thread, so beside it, real time counts too.
    private readonly RealStepTime? _real = ReferenceEquals(options.TimeProvider, TimeProvider.System)
        ? null
        : new RealStepTime(options.SlowStepThreshold.Seconds);

    private long? _started;
    private string? _what;

    public void Starting(IRunnable item)
    {
        // Before the step: afterwards the coroutine may have ended.
        _what = item is CoTask task ? task.DescribeChain() : "A callback";
        _started = Now();
        scheduler.Loop.StepStarted = Stopwatch.GetTimestamp();
        _real?.Start();
    }

    public void Finished(IRunnable item)
    {
        double limit = options.SlowStepThreshold.Seconds;
        double real = _real?.Elapsed ?? 0;
        double seconds = _started is { } started && Now() is { } now
            ? scheduler.Clock.SecondsBetween(started, now)
            : 0;
        if (seconds > limit)
        {
            Report(item, FormattableString.Invariant($"{seconds:0.000} s"));
        }
        else if (real > limit)
        {
            Report(item, FormattableString.Invariant($"{real:0.000} s of real time"));
        }
    }

    private void Report(IRunnable item, string time) => scheduler.Reports.Report(new ExceptionContext(
        $"{_what} took {time} in one step and held up everything else; a step should take less than {options.SlowStepThreshold}")
    {
        Task = item as CoTask,
        Handle = item as Handle,
    });

    // A clock of the user's own may even raise Ctrl-C; then this step goes unmeasured, and the others don't suffer. Whoever looks
    // next meets it again.
    private long? Now()
    {
        try
        {
            return scheduler.Clock.GetTimestamp();
        }
        catch (KeyboardInterruptException)
        {
            return null;
        }
    }
}
