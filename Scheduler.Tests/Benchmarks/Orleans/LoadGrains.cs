using Coroutines.Orleans;
using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks.Orleans;

/// <summary>The baseline, as such grains are written.</summary>
public sealed class PlainGrain : Grain, IPlainGrain
{
    public Task<int> Add(int a, int b) => Task.FromResult(a + b);

    public async Task<int> AddThere(int a, int b) => await GrainFactory.GetGrain<IPlainGrain>(-1 - GrainExtensions.GetPrimaryKeyLong(this)).Add(a, b);
}

public sealed class CoroutineLoadGrain : CoroutineGrain, ICoroutineLoadGrain
{
    public Task<int> Add(int a, int b) => Run<int>(Adding(a, b));

    public Task<int> AddThere(int a, int b) => Run<int>(AddingThere(a, b));

    private static IEnumerator<Awaitable> Adding(int a, int b)
    {
        yield return Return(a + b);
    }

    // The grain that is asked is the same plain one.
    private IEnumerator<Awaitable> AddingThere(int a, int b)
    {
        yield return Await(GrainFactory.GetGrain<IPlainGrain>(-1 - GrainExtensions.GetPrimaryKeyLong(this)).Add(a, b)).Into(out var sum);
        yield return Return(sum.Result);
    }
}
