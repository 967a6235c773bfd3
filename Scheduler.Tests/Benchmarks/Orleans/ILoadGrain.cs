namespace Coroutines.Benchmarks.Orleans;

public interface ILoadGrain : IGrainWithIntegerKey
{
    /// <summary>Answers at once.</summary>
    Task<int> Add(int a, int b);

    /// <summary>Asks another grain first.</summary>
    Task<int> AddThere(int a, int b);
}

public interface IPlainGrain : ILoadGrain;

public interface ICoroutineLoadGrain : ILoadGrain;
