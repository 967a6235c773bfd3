using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>The processes of a scheduler that have not ended: what it ends when it ends.</summary>
internal sealed class OpenProcesses
{
    // For one that the system does not let go of, though it was killed: it hangs inside a driver.
    private static readonly TimeSpan _longestEnd = TimeSpan.FromSeconds(5);

    private readonly HashSet<CoProcess> _open = [];

    /// <summary>How the next ones are started; a test takes another one.</summary>
    internal ProcessRoad Road { get; set; }

    internal void Add(CoProcess process) => _open.Add(process);

    internal void Remove(CoProcess process) => _open.Remove(process);

    internal Child Start(Scheduler scheduler, ProcessStartInfo start)
    {
        if (Road != ProcessRoad.Portable && IsForSpawn(start))
        {
            try
            {
                return SpawnedChild.Start(scheduler, start, isPolled: Road == ProcessRoad.Default);
            }
            catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
            {
                // A C library without it.
            }
        }

        return PortableChild.Start(scheduler, start);
    }

    /// <summary>Kills all at once and waits for them. In debug mode they are reported.</summary>
    internal void End(Scheduler scheduler)
    {
        // A copy, as whoever is told of one may dispose it.
        CoProcess[] left = [.. _open];
        _open.Clear();
        foreach (CoProcess process in left)
        {
            if (scheduler.IsDebug)
            {
                scheduler.Reports.Report(new ExceptionContext($"The {process.Describe()} was still running and is killed") { CreationStack = process.CreationStack });
            }

            process.KillNow();
        }

        foreach (CoProcess process in left)
        {
            process.EndNow(_longestEnd);
        }
    }

    // Another user is .NET's affair.
    private static bool IsForSpawn(ProcessStartInfo start) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && string.IsNullOrEmpty(start.UserName);
}
