using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coroutines.Exercises.Command;

/// <summary>A worker, seen from outside: given a job, it tells how the tests ended, or is killed where one does not end.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>Stands for the test's name where a worker dies before it begins with one.</summary>
    internal const string BeforeTheFirst = "(before the first test)";

    /// <summary>What a process computes while it does nothing: the runtime has threads of its own.</summary>
    private static readonly TimeSpan _nothing = TimeSpan.FromSeconds(0.05);

    private static readonly TimeSpan _look = TimeSpan.FromSeconds(0.1);

    private readonly Process _process;
    private readonly TimeLimits _limits;
    private readonly Task<string> _errors;

    internal WorkerProcess(TimeLimits limits)
    {
        _limits = limits;
        _process = Start();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Whether it can be given another job.</summary>
    internal bool IsUsable { get; private set; } = true;

    /// <summary>How the tests of a job ended, in the order in which they ran.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    internal IReadOnlyList<TestOutcome> Run(Job job, CancellationToken stop)
    {
        List<TestOutcome> outcomes = [];
        string? running = null;
        Give(job);
        while (true)
        {
            Task<string?> line = _process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
            if (FindHang(line, stop) is { } hang)
            {
                Kill();
                return [.. outcomes, Lost(running, hang)];
            }

            if (line.Result is null)
            {
                IsUsable = false;
                return [.. outcomes, Lost(running, $"""
                    The process that ran this test has died. Look for a method that calls itself without end.
                    {FirstLines(_errors.Result, 6)}
                    """)];
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
                    return outcomes;
            }
        }
    }

    /// <summary>Ends it, in whatever state it is.</summary>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Give(Job job)
    {
        try
        {
            _process.StandardInput.WriteLine(job.Format());
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has died: reading from it tells so.
        }
    }

    /// <summary>Waits for the worker's next line; says what is wrong if none comes.</summary>
    private string? FindHang(Task<string?> line, CancellationToken stop)
    {
        TimeSpan start = ComputingTime();
        TimeSpan lastSign = start;
        Stopwatch idling = Stopwatch.StartNew();
        while (!line.Wait(_look, stop))
        {
            TimeSpan now = ComputingTime();
            if (now - start > _limits.Computing)
            {
                return $"This test did not end: it has computed for {_limits.Computing.TotalSeconds:0} seconds. Look for a loop that never ends.";
            }

            if (now - lastSign > _nothing)
            {
                lastSign = now;
                idling.Restart();
            }
            else if (idling.Elapsed > _limits.Idling)
            {
                return $"This test did not end: for {_limits.Idling.TotalSeconds:0} seconds it has done nothing. Look for something that waits "
                    + "in the thread itself, such as Thread.Sleep or task.Wait(), where a coroutine should yield.";
            }
        }

        return null;
    }

    private TimeSpan ComputingTime()
    {
        try
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return TimeSpan.Zero; // it has ended, and its last lines are still to be read
        }
    }

    private void Kill()
    {
        IsUsable = false;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    private static TestOutcome Lost(string? test, string message) => new(test ?? BeforeTheFirst, false, message, "");

    private static string FirstLines(string text, int count) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(count));

    private static Process Start()
    {
        // By the dotnet that runs this program: another may stand first in the path, or none.
        string dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        ProcessStartInfo start = new(Path.GetFullPath(dotnet), ["exec", typeof(Worker).Assembly.Location, Worker.Argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A list that grows without end fails its test instead of filling the machine's memory: 512 MiB, in hexadecimal.
        start.Environment["DOTNET_GCHeapHardLimit"] = "20000000";
        // Less to compile before the first test runs.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}
