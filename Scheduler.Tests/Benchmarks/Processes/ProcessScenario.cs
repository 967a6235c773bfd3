using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>A program that does nothing, started and waited for, one after the other. Measured by the clock, as most of it is the system's and the program's own time.</summary>
internal sealed class ProcessScenario : IScenario
{
    private const int Runs = 300;
    private const string Program = "/bin/true";
    private const double NanosecondsPerTick = 100;

    private readonly Contender _ours = new(Runs, runs => ElapsedOf(() => Scheduler.Run(OneByOne(runs))));
    private readonly Contender _dotNet = new(Runs, runs => ElapsedOf(() => OneByOneAsync(runs).GetAwaiter().GetResult()));
    private readonly Contender _asyncio = CPython.Contender("process.py", Runs);

    public string Name => "process";

    public void WarmUp()
    {
        _ours.WarmUp();
        _dotNet.WarmUp();
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(5, [_ours, _dotNet, _asyncio]);
        yield return new Row($"spawn and wait for {Program}, elapsed", _ours.Median)
        {
            AsyncAwait = _dotNet.Median,
            Asyncio = _asyncio.Median,
            Checks =
            [
                Check.Faster(1, _ours.Median, _dotNet.Median, "async/await"),
                Check.Faster(1, _ours.Median, _asyncio.Median, "asyncio"),
            ],
        };
    }

    private static IEnumerator<Awaitable> OneByOne(int runs)
    {
        for (int i = 0; i < runs; i++)
        {
            yield return CreateSubprocessExec(new ProcessStartInfo(Program)).Into(out Awaitable<CoProcess> started);
            yield return started.Result.Wait();
        }
    }

    private static async Task OneByOneAsync(int runs)
    {
        for (int i = 0; i < runs; i++)
        {
            using Process process = Process.Start(new ProcessStartInfo(Program))!;
            await process.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    private static double ElapsedOf(Action run)
    {
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.Ticks * NanosecondsPerTick;
    }
}
