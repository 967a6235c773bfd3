using BenchmarkDotNet.Running;

namespace Coroutines.Benchmarks;

/// <summary>
/// <c>quick</c> prints the table of ratios; names after it pick scenarios (<c>quick switch timers</c>), and <c>--page=file</c> puts
/// the table into a page. Anything else goes to BenchmarkDotNet, for a closer look at a few of them.
/// </summary>
internal static class Program
{
    private const string PageOption = "--page=";

    private static async Task Main(string[] arguments)
    {
        if (arguments is ["quick", .. string[] names] && names.LastOrDefault()?.StartsWith(PageOption, StringComparison.Ordinal) == true)
        {
            var page = new BenchmarkPage(names[^1][PageOption.Length..]);
            QuickRun.Print(names[..^1], page.Figures);
            page.Write();
        }
        else if (arguments is ["quick", .. string[] all])
        {
            QuickRun.Print(all, Console.Out);
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
