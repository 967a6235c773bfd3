namespace Coroutines;

/// <summary>A coroutine that handles an exception for a <c>Try</c> with a result, and may give that in the body's place.</summary>
internal sealed class HandlerFrame<T>(IEnumerator<Awaitable> body, TryFrame<T> block) : CoroutineFrame(body)
{
    private protected override Exception? Accept(CoTask task, ReturnValue? value)
    {
        if (value is null)
        {
            return null;
        }

        if (!value.TryGet(out T result))
        {
            return Coroutine.ResultError<T>(CoroutineName!, value);
        }

        block.TakeResult(result);
        return null;
    }
}
