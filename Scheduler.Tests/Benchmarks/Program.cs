using BenchmarkDotNet.Running;

namespace Coroutines.Benchmarks;

/// <summary>
/// <c>quick</c> prints the table of ratios; names after it pick scenarios (<c>quick switch timers</c>). Anything else goes
/// to BenchmarkDotNet, for a closer look at a few of them.
/// </summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        if (arguments is ["quick", .. string[] names])
        {
            QuickRun.Print(names);
        }
        else if (!QuickRun.TryMeasure(arguments))
        {
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
        }
    }
}
