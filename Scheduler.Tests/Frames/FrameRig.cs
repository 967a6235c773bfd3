namespace Coroutines.Tests.Frames;

/// <summary>A fresh scheduler that is driven by frames, with a trace of what ran and a list of what it reported.</summary>
internal sealed class FrameRig : IDisposable
{
    private readonly List<string> _trace = [];

    internal FrameRig(params FramePhase[] phases)
        : this(new VirtualClock(), phases)
    {
    }

    internal FrameRig(TimeProvider clock, params FramePhase[] phases)
        : this(handler => new SchedulerOptions
        {
            TimeProvider = clock,
            Phases = phases.Length == 0 ? [FramePhase.Update] : phases,
            ExceptionHandler = handler,
        })
    {
    }

    internal FrameRig(Func<Action<ExceptionContext>, SchedulerOptions> options) => Scheduler = new Scheduler(options(Reports.Add));

    internal Scheduler Scheduler { get; }

    internal List<ExceptionContext> Reports { get; } = [];

    internal IReadOnlyList<string> Trace => _trace;

    public void Dispose() => Scheduler.Dispose();

    internal void Log(string line) => _trace.Add(line);

    /// <summary>Logs with the number of the frame.</summary>
    internal void LogFrame(string line) => _trace.Add($"{Scheduler.FrameCount} {line}");

    /// <summary>Logs with the scheduler's time, to a microsecond.</summary>
    internal void LogTime(string line) => _trace.Add(FormattableString.Invariant($"{Scheduler.Time:0.######} {line}"));

    internal CoTask Start(IEnumerator<Awaitable> coroutine, string? name = null) => Scheduler.CreateTask(coroutine, name);

    /// <summary>Runs frames of the same length; the default is a number that adds up exactly.</summary>
    internal void Tick(int frames = 1, double seconds = 0.25)
    {
        for (int i = 0; i < frames; i++)
        {
            Scheduler.Tick(seconds);
        }
    }

    /// <summary>The message of the cancel that has ended a task.</summary>
    internal static string CancelOf(CoTask task) => Should.Throw<CancelledException>(() => task.Result).Message;

    /// <summary>The whole trace, exactly; it begins anew after that.</summary>
    internal void ShouldHaveLogged(params string[] lines)
    {
        string[] trace = [.. _trace];
        _trace.Clear();
        trace.ShouldBe(lines);
    }

    /// <summary>No task, no timer, nobody in a queue; what a program leaves behind would be among these.</summary>
    internal void ShouldBeAtRest()
    {
        Scheduler.AllTasks().ShouldBeEmpty();
        Scheduler.Waits.TimerCount.ShouldBe(0);
        Scheduler.NextDeadline.ShouldBe(double.PositiveInfinity);
    }
}
