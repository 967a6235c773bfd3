using BenchmarkDotNet.Attributes;

namespace Coroutines.Benchmarks;

/// <summary>The scenario of that name, with BenchmarkDotNet's statistics.</summary>
[MemoryDiagnoser]
public class SpawnBenchmarks
{
    private const int Tasks = 100_000;

    [Params(1, 1_000)]
    public int Batch { get; set; }

    [Benchmark(OperationsPerInvoke = Tasks)]
    public void Ours() => SpawnScenario.RunOurs(Tasks, Batch);

    [Benchmark(OperationsPerInvoke = Tasks, Baseline = true)]
    public void AsyncAwait() => SpawnOnRing.Run(Tasks, Batch, withContext: true);
}
