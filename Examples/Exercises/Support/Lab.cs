namespace Coroutines.Exercises;

/// <summary>Runs a learner's coroutine under a virtual clock, and says clearly what went wrong.</summary>
public sealed class Lab : IDisposable
{
    /// <summary>In seconds of virtual time; no exercise needs as much.</summary>
    private const double Limit = 10_000;

    private readonly List<string> _reports = [];

    public Lab()
    {
        Scheduler = new Scheduler(new SchedulerOptions
        {
            TimeProvider = new VirtualClock(),
            ExceptionHandler = report => _reports.Add($"{report.Message}: {report.Exception?.Message}"),
        });
    }

    public Scheduler Scheduler { get; }

    public Printout Printout { get; } = new();

    public void Dispose() => Scheduler.Dispose();

    /// <summary>Prints with the virtual time in front.</summary>
    public void Print(string line) => Printout.Write(FormattableString.Invariant($"{Scheduler.Time:0.0} s  {line}"));

    /// <summary>Runs to the end; nothing may be left running, and no exception may be left unseen.</summary>
    public void Run(IEnumerator<Awaitable> main) => Run(() =>
    {
        Scheduler.RunUntilComplete(main);
        return 0;
    });

    /// <summary>As <see cref="Run(IEnumerator{Awaitable})"/>, and gives the result.</summary>
    public T Run<T>(IEnumerator<Awaitable> main) => Run(() => Scheduler.RunUntilComplete<T>(main));

    /// <summary>Lets a test's own code run the scheduler.</summary>
    public T Run<T>(Func<T> run)
    {
        string? stuck = null;
        TimerHandle limit = Scheduler.CallLater(Limit, () =>
        {
            stuck = Scheduler.FormatTasks();
            Scheduler.Stop();
        });

        T result;
        try
        {
            result = run();
        }
        catch (InvalidOperationException) when (stuck is not null)
        {
            Scheduler.Dispose(); // reports what nobody has looked at: it may be the reason
            throw new ShouldAssertException(
                $"After {Limit} seconds of virtual time the program has not ended. This is what it waits for:\n{stuck}"
                + string.Concat(_reports.Select(report => $"\nAn exception was lost: {report}")));
        }

        catch (CancelledException cancel)
        {
            throw new ShouldAssertException(
                $"The coroutine was cancelled (\"{cancel.Message}\"), and so it did not go on. Who awaits a task that is cancelled is cancelled "
                + "as well, unless it asks to see the cancel as an outcome: Settle(task, out var outcome, includeCancellation: true).");
        }

        limit.Cancel();
        if (Scheduler.AllTasks().Count > 0)
        {
            throw new ShouldAssertException(
                "The main coroutine has ended, and these tasks have not. Were they all awaited?\n" + Scheduler.FormatTasks());
        }

        if (_reports.Count > 0)
        {
            throw new ShouldAssertException($"An exception was lost: nobody awaited what failed.\n{string.Join('\n', _reports)}");
        }

        return result;
    }
}
