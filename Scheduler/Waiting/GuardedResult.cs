namespace Coroutines;

/// <summary>The result of an awaitable around which a frame stands.</summary>
internal sealed class GuardedResult<T>(GuardFrame frame, Awaitable<T> awaited) : IResult<T>
{
    private Awaitable<T> _awaited = awaited;

    public T GetResult(long version)
    {
        if (!frame.IsLeft)
        {
            throw new InvalidStateException("The wait is not over: its result is not there yet. Yield it first, then read its Result.");
        }

        if (frame.Fault is not null)
        {
            Rethrow.Throw(frame.Fault);
        }

        return _awaited.Result;
    }

    public Awaitable ToAwaitable(long version) => new(frame);
}
