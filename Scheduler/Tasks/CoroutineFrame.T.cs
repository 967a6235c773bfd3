namespace Coroutines;

/// <summary>A frame that runs a coroutine which returns a <typeparamref name="T"/>.</summary>
internal sealed class CoroutineFrame<T>(IEnumerator<Awaitable> body) : CoroutineFrame(body), IResult<T>
{
    private T _result = default!;

    // Where it runs instead, if somebody has made a task of it.
    private CoTask<T>? _task;

    public T GetResult(long version)
    {
        if (_task is not null)
        {
            return _task.Result;
        }

        if (!IsLeft)
        {
            throw new InvalidStateException(
                $"The coroutine {CoroutineName} {(IsEntered ? "is still running" : "was never awaited")}: its result is not there yet. Yield the call first, then read its Result.");
        }

        if (Fault is not null)
        {
            // With the stack of the place where it came from.
            Rethrow.Throw(Fault);
        }

        return _result;
    }

    public Awaitable ToAwaitable(long version) => new(this);

    private protected override CoTask MakeTask(Scheduler scheduler, IEnumerator<Awaitable> body) => _task = scheduler.CreateTask<T>(body);

    private protected override Exception? Accept(CoTask task, ReturnValue? value) =>
        value is not null && value.TryGet(out _result) ? null : Coroutine.ResultError<T>(CoroutineName!, value);
}
