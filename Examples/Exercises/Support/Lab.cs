namespace Coroutines.Exercises;

/// <summary>Runs a learner's coroutine under a virtual clock, and says clearly what went wrong.</summary>
public sealed class Lab : IDisposable
{
    /// <summary>In seconds of virtual time; no exercise needs as much.</summary>
    private const double Limit = 10_000;

    private readonly List<string> _reports = [];

    // Why a run was ended; null if it was not.
    private string? _verdict;

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

    /// <summary>As <see cref="Run(IEnumerator{Awaitable})"/>; whatever goes wrong, the message begins with what to look at.</summary>
    public void Run(IEnumerator<Awaitable> main, string lookAt) => Explained.RunTest(() => Run(main), lookAt);

    /// <summary>As <see cref="Run{T}(IEnumerator{Awaitable})"/>; whatever goes wrong, the message begins with what to look at.</summary>
    public T Run<T>(IEnumerator<Awaitable> main, string lookAt) => Explained.RunTest(() => Run<T>(main), lookAt);

    /// <summary>Lets a test's own code run the scheduler.</summary>
    public T Run<T>(Func<T> run)
    {
        TimerHandle limit = Scheduler.CallLater(Limit, () => End(
            $"After {Limit} seconds of virtual time the program has not ended. This is what it waits for:\n{Scheduler.FormatTasks()}"));
        using IDisposable watch = Scheduler.Observe(new StandstillWatch(steps => End(
            $"{steps:N0} steps were taken at the same moment of virtual time, and the program has not ended. Look for a loop that yields again and "
            + $"again, and waits for nothing. These tasks there are:\n{Scheduler.FormatTasks()}")));

        T result;
        try
        {
            result = run();
        }
        catch (InvalidOperationException) when (_verdict is not null)
        {
            Scheduler.Dispose(); // reports what nobody has looked at: it may be the reason
            throw new ShouldAssertException(_verdict + string.Concat(_reports.Select(report => $"\nAn exception was lost: {report}")));
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

    private void End(string verdict)
    {
        _verdict = verdict;
        Scheduler.Stop();
    }
}
