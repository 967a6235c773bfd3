namespace Coroutines;

/// <summary>The result of an awaitable around which a frame stands.</summary>
internal sealed class GuardedResult<T>(GuardFrame frame, Awaitable<T> awaited) : IPassedResult<T>
{
    private Awaitable<T> _awaited = awaited;

    public ref Awaitable<T> Other => ref _awaited;

    public T GetResult(long version)
    {
        VerifyPassesOn();
        return PassedResult.Of(this);
    }

    public bool VerifyPassesOn()
    {
        frame.VerifyHasResult("The wait is not over: its result is not there yet. Yield it first, then read its Result.");
        return true;
    }

    public Awaitable ToAwaitable(long version) => new(frame);
}
