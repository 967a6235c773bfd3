namespace Coroutines;

/// <summary>A call of .NET's that has a result.</summary>
internal sealed class DotNetCall<T>(Func<CancellationToken, Task<T>> call) : DotNetCall(call), IResult<T>
{
    public T GetResult(long version)
    {
        VerifyHasResult("The call is not over: its result is not there yet. Yield it first, then read its Result.");
        return ((Task<T>)Running!).Result;
    }

    public Awaitable ToAwaitable(long version) => new(this);
}
