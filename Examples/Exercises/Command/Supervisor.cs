using System.Diagnostics;

namespace Coroutines.Exercises.Command;

/// <summary>Runs jobs in worker processes; where one hangs or dies, another goes on with the next job.</summary>
internal sealed class Supervisor
{
    /// <summary>Stands for the test's name where a worker dies before it begins with one.</summary>
    internal const string BeforeTheFirst = "(before the first test)";

    /// <summary>
    /// How long one test may compute. An ordinary one takes milliseconds. This is the processor's time: a busy machine makes no test fail.
    /// </summary>
    private static readonly TimeSpan _computing = TimeSpan.FromSeconds(3);

    /// <summary>How long one test may do nothing at all.</summary>
    private static readonly TimeSpan _idling = TimeSpan.FromSeconds(5);

    /// <summary>What a process computes while it does nothing: the runtime has threads of its own.</summary>
    private static readonly TimeSpan _nothing = TimeSpan.FromSeconds(0.05);

    private static readonly TimeSpan _look = TimeSpan.FromSeconds(0.1);

    private readonly Queue<Job> _jobs;
    private readonly List<IReadOnlyList<TestOutcome>> _results = [];

    private Supervisor(IEnumerable<Job> jobs) => _jobs = new Queue<Job>(jobs);

    /// <summary>The outcomes of each job's tests, in the order in which they ran.</summary>
    internal static IReadOnlyList<IReadOnlyList<TestOutcome>> Run(IReadOnlyList<Job> jobs)
    {
        Supervisor supervisor = new(jobs);
        while (supervisor._jobs.Count > 0)
        {
            supervisor.RunOneWorker();
        }

        return supervisor._results;
    }

    private void RunOneWorker()
    {
        using Process worker = StartWorker(_jobs);
        Task<string> errors = worker.StandardError.ReadToEndAsync();
        List<TestOutcome> outcomes = [];
        string? running = null;

        while (_jobs.Count > 0)
        {
            Task<string?> line = worker.StandardOutput.ReadLineAsync();
            if (FindHang(worker, line) is { } hang)
            {
                worker.Kill(entireProcessTree: true);
                EndJob([.. outcomes, Lost(running, hang)]);
                return;
            }

            if (line.Result is null)
            {
                EndJob([.. outcomes, Lost(running, $"""
                    The process that ran this test has died. Look for a method that calls itself without end.
                    {FirstLines(errors.Result, 6)}
                    """)]);
                return;
            }

            WorkerEvent told = WorkerEvent.Parse(line.Result);
            switch (told.Kind)
            {
                case WorkerEventKind.TestStarted:
                    running = told.Outcome!.Name;
                    break;
                case WorkerEventKind.TestEnded:
                    outcomes.Add(told.Outcome!);
                    break;
                default:
                    EndJob([.. outcomes]);
                    outcomes.Clear();
                    running = null;
                    break;
            }
        }

        worker.WaitForExit();
    }

    /// <summary>Waits for the worker's next line; says what is wrong if none comes.</summary>
    private static string? FindHang(Process worker, Task<string?> line)
    {
        TimeSpan start = ComputingTime(worker);
        TimeSpan lastSign = start;
        Stopwatch idling = Stopwatch.StartNew();
        while (!line.Wait(_look))
        {
            TimeSpan now = ComputingTime(worker);
            if (now - start > _computing)
            {
                return $"This test did not end: it has computed for {_computing.TotalSeconds:0} seconds. Look for a loop that never ends.";
            }

            if (now - lastSign > _nothing)
            {
                lastSign = now;
                idling.Restart();
            }
            else if (idling.Elapsed > _idling)
            {
                return $"This test did not end: for {_idling.TotalSeconds:0} seconds it has done nothing. Look for something that waits "
                    + "in the thread itself, such as Thread.Sleep or task.Wait(), where a coroutine should yield.";
            }
        }

        return null;
    }

    private static TimeSpan ComputingTime(Process worker)
    {
        try
        {
            worker.Refresh();
            return worker.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return TimeSpan.Zero; // it has ended, and its last lines are still to be read
        }
    }

    private void EndJob(IReadOnlyList<TestOutcome> outcomes)
    {
        _jobs.Dequeue();
        _results.Add(outcomes);
    }

    private static TestOutcome Lost(string? test, string message) => new(test ?? BeforeTheFirst, false, message, "");

    private static string FirstLines(string text, int count) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(count));

    private static Process StartWorker(IEnumerable<Job> jobs)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (string argument in Worker.ArgumentsFor(jobs))
        {
            start.ArgumentList.Add(argument);
        }

        // A list that grows without end fails its test instead of filling the machine's memory: 512 MiB, in hexadecimal.
        start.Environment["DOTNET_GCHeapHardLimit"] = "20000000";
        // Less to compile before the first test runs.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}
