using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tracing;

/// <summary>Coroutines whose steps take some time, or hardly any.</summary>
internal static class StepPrograms
{
    internal static IEnumerator<Awaitable> Works(int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            yield return null;
        }
    }

    internal static IEnumerator<Awaitable> AllOf(int tasks, Func<IEnumerator<Awaitable>> make)
    {
        CoTask[] all = [.. Enumerable.Range(0, tasks).Select(_ => CreateTask(make()))];
        yield return Gather(all);
    }

    /// <summary>Takes so many seconds, and where that is more than two beats, at least one of them comes meanwhile.</summary>
    /// <remarks>By the clock that steps are timed with, as others go on by several milliseconds at once; and on a loaded machine a beat may be late.</remarks>
    internal static void Block(double seconds)
    {
        long end = Stopwatch.GetTimestamp() + StepTimer.TicksOf(seconds);
        int beat = Heartbeat.Count;
        while (Stopwatch.GetTimestamp() < end || (seconds > 0.012 && Heartbeat.Count == beat))
        {
            Thread.SpinWait(10);
        }
    }
}
