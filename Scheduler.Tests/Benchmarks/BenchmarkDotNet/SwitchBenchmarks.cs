using BenchmarkDotNet.Attributes;

namespace Coroutines.Benchmarks;

/// <summary>The scenario of that name, with BenchmarkDotNet's statistics.</summary>
[MemoryDiagnoser]
public class SwitchBenchmarks
{
    private const int Coroutines = 1_000;
    private const int Yields = 1_000;

    [Benchmark(OperationsPerInvoke = Coroutines * Yields)]
    public void Ours() => SwitchScenario.RunOurs(Coroutines, Yields);

    [Benchmark(OperationsPerInvoke = Coroutines * Yields, Baseline = true)]
    public void Bare() => SwitchScenario.RunBare(Coroutines, Yields);

    [Benchmark(OperationsPerInvoke = Coroutines * Yields)]
    public void AsyncAwait() => SwitchOnRing.Run(Coroutines, Yields, withContext: true);
}
