using System.Diagnostics;

namespace Coroutines.Benchmarks;

/// <summary>
/// The time that the process has spent on a processor. On a machine that does other work as well, it says more about a
/// single-threaded program than the time on the wall does.
/// </summary>
internal static class CpuTime
{
    // Windows counts it in steps of 15 milliseconds, too coarse here.
    internal static TimeSpan Now => OperatingSystem.IsWindows()
        ? Stopwatch.GetElapsedTime(0)
        : Environment.CpuUsage.TotalTime;

    internal static double NanosecondsOf(Action work)
    {
        TimeSpan start = Now;
        work();
        return (Now - start).TotalNanoseconds;
    }
}
