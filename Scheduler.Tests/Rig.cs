namespace Coroutines.Tests;

/// <summary>A fresh scheduler on a virtual clock, with a trace of what ran and a list of what it reported.</summary>
internal sealed class Rig : IDisposable
{
    private readonly List<string> _trace = [];

    internal Rig(bool debug = false)
    {
        Scheduler = new Scheduler(new SchedulerOptions
        {
            TimeProvider = Clock,
            Debug = debug,
            TracksReuse = true,
            // By real time any step may be slow on a loaded machine.
            SlowStepThreshold = Timeout.InfiniteTimeSpan,
            ExceptionHandler = Reports.Add,
        });
    }

    internal VirtualClock Clock { get; } = new();

    internal Scheduler Scheduler { get; }

    internal List<ExceptionContext> Reports { get; } = [];

    internal IReadOnlyList<string> Trace => _trace;

    public void Dispose() => Scheduler.Dispose();

    /// <summary>Throws; a <c>finally</c> that is meant to throw may not say so itself (CA2219).</summary>
    internal static void Throw(string message) => throw new IOException(message);

    internal void Log(string line) => _trace.Add(line);

    /// <summary>Logs with the virtual time, to a millisecond.</summary>
    internal void LogTime(string line) => _trace.Add(FormattableString.Invariant($"{Scheduler.Time:0.###} {line}"));

    internal void Run(IEnumerator<Awaitable> main) => Scheduler.RunUntilComplete(main);

    internal T Run<T>(IEnumerator<Awaitable> main) => Scheduler.RunUntilComplete<T>(main);

    internal CoTask Start(IEnumerator<Awaitable> coroutine, string? name = null) => Scheduler.CreateTask(coroutine, name);

    internal CoTask<T> Start<T>(IEnumerator<Awaitable> coroutine, string? name = null) =>
        Scheduler.CreateTask<T>(coroutine, name);

    /// <summary>Runs the loop for some iterations, whatever is ready.</summary>
    internal void Iterate(int iterations = 1)
    {
        for (int i = 0; i < iterations; i++)
        {
            Scheduler.Stop();
            Scheduler.RunForever();
        }
    }

    /// <summary>A well-behaved coroutine that logs each of its steps: a witness that nobody disturbs.</summary>
    internal IEnumerator<Awaitable> Steps(string name, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            Log($"{name}{i}");
            yield return null;
        }

        Log($"{name} end");
    }

    /// <summary>No task is left, and no timer: a run that waits for nothing finds none to jump to.</summary>
    internal void ShouldHaveNothingLeft()
    {
        Scheduler.AllTasks().ShouldBeEmpty();
        double time = Scheduler.Time;
        Should.Throw<DeadlockException>(() => Scheduler.RunUntilComplete(new Future(Scheduler)));
        Scheduler.Time.ShouldBe(time);
    }

    /// <summary>The whole trace, exactly.</summary>
    internal void ShouldHaveLogged(params string[] lines) => _trace.ShouldBe(lines);

    /// <summary>Every report, exactly, as its message and the exception's.</summary>
    internal void ShouldHaveReported(params string[] reports) =>
        Reports.Select(report => $"{report.Message}: {report.Exception?.Message}").ShouldBe(reports);

    /// <summary>No task, no timer, nothing queued; what a program leaves behind would be among these.</summary>
    internal void ShouldBeAtRest()
    {
        Scheduler.AllTasks().ShouldBeEmpty();
        Scheduler.Waits.TimerCount.ShouldBe(0);
        Scheduler.Ready.Count.ShouldBe(0);
    }
}
