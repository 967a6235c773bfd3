using BenchmarkDotNet.Running;

namespace Coroutines.Benchmarks;

/// <summary>
/// <c>quick</c> prints the table of ratios; names after it pick scenarios (<c>quick switch timers</c>). Anything else goes
/// to BenchmarkDotNet, for a closer look at a few of them.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        if (arguments is ["quick", .. string[] names])
        {
            QuickRun.Print(names);
        }
        else if (arguments is [LoadGenerator.Command, .. string[] load])
        {
            LoadGenerator.Run(load);
        }
        else if (arguments is [SocketEcho.Command])
        {
            await SocketEcho.RunAsync();
        }
        else if (!QuickRun.TryMeasure(arguments))
        {
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
        }
    }
}
