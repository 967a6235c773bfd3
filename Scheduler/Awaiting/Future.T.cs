namespace Coroutines;

/// <summary>A future with a result of type <typeparamref name="T"/>: asyncio's <c>Future</c>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <inheritdoc cref="Future" path="/remarks"/>
public class Future<T> : Future, IAwaitable<T>, IResult<T>
{
    private T _result = default!;

    /// <inheritdoc cref="Future()"/>
    public Future()
    {
    }

    /// <inheritdoc cref="Future(Scheduler?)"/>
    public Future(Scheduler? scheduler)
        : base(scheduler)
    {
    }

    /// <inheritdoc cref="Future.Result"/>
    public new T Result
    {
        get
        {
            ThrowUnlessSuccessful();
            return _result;
        }
    }

    internal override object? BoxedResult => _result;

    /// <inheritdoc cref="Future.SetResult(object?)"/>
    public void SetResult(T result)
    {
        VerifySettable(FutureState.Finished);
        _result = result;
        Complete(FutureState.Finished);
    }

    /// <inheritdoc cref="Future.AsTask"/>
    public new Task<T> AsTask()
    {
        Owner?.VerifyThread();
        var bridge = new FutureBridge<T>(static future => ((Future<T>)future)._result);
        AddWaiter(bridge);
        return bridge.Task;
    }

    /// <summary>Hands it out as something to await, so that await and result fit in one line.</summary>
    /// <param name="call">What to read <see cref="Result"/> from after the yield.</param>
    /// <returns>The same, to yield.</returns>
    public Awaitable<T> Into(out Awaitable<T> call) => ((Awaitable<T>)this).Into(out call);

    T IResult<T>.GetResult(long version) => Result;

    Awaitable IResult<T>.ToAwaitable(long version) => this;

    private protected override object? AcceptResult(object? result)
    {
        _result = result switch
        {
            T value => value,
            null when default(T) is null => default!,
            _ => throw new ArgumentException(
                $"{Describe()} takes a result of type {typeof(T).Name}, and was given {result?.GetType().Name ?? "none"}.",
                nameof(result)),
        };
        return null;
    }
}
