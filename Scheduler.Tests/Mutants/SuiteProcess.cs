using System.Diagnostics;

namespace Coroutines.Mutants;

/// <summary>Runs the tests in a process of their own each time: a mutant may not come to an end, or end the process.</summary>
/// <param name="suite">The folder with this program, the suite, and the library beside them.</param>
/// <param name="tests">How the names of the classes begin.</param>
internal sealed class SuiteProcess(string suite, string[] tests)
{
    internal const string RunTests = "run-tests";

    // It ends itself when a test takes too long, unless the mutant keeps it even from that.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(10);

    internal bool Passes()
    {
        var start = new ProcessStartInfo(Path.Combine(suite, Path.GetFileName(Environment.ProcessPath!)))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[RunTests, suite, .. tests])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, line) => Trace.WriteLine(line.Data);
        process.ErrorDataReceived += static (_, line) => Trace.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(_limit))
        {
            return process.ExitCode == SuiteRun.Passed;
        }

        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return false;
    }
}
