#if !NET
using System.Diagnostics;
#endif

namespace Coroutines;

/// <summary>The processor time that this process has used so far; what netstandard2.1's <see cref="Environment"/> lacks.</summary>
internal static class ProcessorTime
{
#if NET
    internal static TimeSpan OfThisProcess() => Environment.CpuUsage.TotalTime;
#else
    internal static TimeSpan OfThisProcess()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
#endif
}
