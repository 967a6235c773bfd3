namespace Coroutines.Tests.Threads;

/// <summary>A sequence of .NET's, 1 to a number, that tells what becomes of its enumerator.</summary>
internal sealed class Numbers(Action<string> log, int count) : IAsyncEnumerable<int>, IAsyncEnumerator<int>
{
    private CancellationToken _token;

    /// <summary>What makes an item that is not there at once; null for items that are.</summary>
    internal Func<CancellationToken, Task<bool>>? Slow { get; init; }

    /// <summary>What the disposal waits for.</summary>
    internal Func<Task> Cleanup { get; init; } = () => Task.CompletedTask;

    internal bool IsToldToStop => _token.IsCancellationRequested;

    public int Current { get; private set; }

    public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        log("begun");
        _token = cancellationToken;
        return this;
    }

    public ValueTask<bool> MoveNextAsync()
    {
        if (Slow is null || Current == count)
        {
            return new(Current++ < count);
        }

        Current++;
        return new(Slow(_token));
    }

    public ValueTask DisposeAsync()
    {
        log(IsToldToStop ? "stopped and disposed" : "disposed");
        return new(Cleanup());
    }
}
