namespace Coroutines;

/// <summary>A task whose coroutine returns a <typeparamref name="T"/>: asyncio's <c>Task</c>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <inheritdoc cref="CoTask" path="/remarks"/>
public class CoTask<T> : CoTask, IAwaitable<T>, IResult<T>
{
    private T _result = default!;

    internal CoTask(Scheduler scheduler, IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context)
        : base(scheduler, coroutine, name, context)
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

    /// <summary>Makes it an awaitable with a result.</summary>
    /// <param name="task">The task.</param>
    public static implicit operator Awaitable<T>(CoTask<T> task)
    {
        ThrowHelper.IfNull(task, nameof(task));
        return new Awaitable<T>(task);
    }

    /// <inheritdoc cref="Future.AsTask"/>
    public new Task<T> AsTask()
    {
        Owner?.VerifyThread();
        var bridge = new FutureBridge<T>(static future => ((CoTask<T>)future)._result);
        AddWaiter(bridge);
        return bridge.Task;
    }

    /// <inheritdoc cref="Future{T}.Into"/>
    public Awaitable<T> Into(out Awaitable<T> call) => ((Awaitable<T>)this).Into(out call);

    T IResult<T>.GetResult(long version) => Result;

    Awaitable IResult<T>.ToAwaitable(long version) => this;

    internal override Exception? Accept(Awaitable end) =>
        Coroutine.TryGetValue(end, out _result) ? null : Coroutine.ResultError<T>(DescribeChain(), end);
}
