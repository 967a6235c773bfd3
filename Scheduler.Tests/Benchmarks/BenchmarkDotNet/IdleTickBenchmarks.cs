using BenchmarkDotNet.Attributes;

namespace Coroutines.Benchmarks;

/// <summary>The scenario of that name, with BenchmarkDotNet's statistics.</summary>
[MemoryDiagnoser]
public class IdleTickBenchmarks
{
    private Scheduler? _scheduler;

    [Params(1, 10, 100_000, 1_000_000)]
    public int Sleepers { get; set; }

    [GlobalSetup]
    public void Setup() => _scheduler = IdleTickScenario.SchedulerOf(Sleepers);

    // The clock must stay far from the end of the sleeps, however often this is called.
    [Benchmark]
    public void Tick() => _scheduler!.Tick(1e-6);
}
