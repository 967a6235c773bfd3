namespace Coroutines;

/// <summary>A frame that runs a coroutine which returns a <typeparamref name="T"/>.</summary>
internal sealed class CoroutineFrame<T>(IEnumerator<Awaitable> body) : CoroutineFrame(body), IResult<T>
{
    private T _result = default!;

    public T GetResult(long version)
    {
        if (DetailsOrNull?.Task is CoTask<T> task)
        {
            return task.Result;
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

    private protected override CoTask MakeTask(Scheduler scheduler, IEnumerator<Awaitable> body) =>
        Details.Task = scheduler.CreateTask<T>(body);

    private protected override Exception? Accept(CoTask task, Awaitable end) =>
        Coroutine.TryGetValue(end, out _result) ? null : Coroutine.ResultError<T>(CoroutineName!, end);
}
