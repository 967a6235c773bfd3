using BenchmarkDotNet.Attributes;

namespace Coroutines.Benchmarks;

/// <summary>The sleepers, with BenchmarkDotNet's statistics.</summary>
[MemoryDiagnoser]
public class SleepBenchmarks
{
    private const int Sleepers = 100_000;

    [Benchmark(OperationsPerInvoke = Sleepers)]
    public void Ours() => SleepersScenario.RunOurs(Sleepers);

    [Benchmark(OperationsPerInvoke = Sleepers, Baseline = true)]
    public void AsyncAwait() => SleepersOnRing.Run(Sleepers, withContext: true);
}
