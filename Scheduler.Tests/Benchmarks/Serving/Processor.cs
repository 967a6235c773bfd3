using System.Diagnostics;

namespace Coroutines.Benchmarks;

/// <summary>The processors that a server and its load run on: not the same, so that neither takes the other's time.</summary>
internal static class Processor
{
    internal const int OfServers = 0;
    internal const int OfLoad = 1;

    /// <summary>Starts a program that may run on one processor only.</summary>
    internal static Process Start(int processor, string[] command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("taskset", ["-c", $"{processor}", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
