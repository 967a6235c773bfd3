namespace Coroutines;

/// <summary>The frame of a <c>Try</c> that has a result: the body's, or that which a handler gives in its place.</summary>
internal sealed class TryFrame<T>(Awaitable<T> body) : TryFrame(body), IPassedResult<T>
{
    private Awaitable<T> _body = body;
    private bool _isHandled;
    private T _result = default!;
    private bool _hasResult;

    public ref Awaitable<T> Other => ref _body;

    public T GetResult(long version)
    {
        if (VerifyPassesOn())
        {
            return PassedResult.Of(this);
        }

        return _hasResult ? _result : throw new InvalidStateException(
            "The Try has no result: the exception was handled by a Catch that gives none. Let that handler return one.");
    }

    public bool VerifyPassesOn()
    {
        if (!IsLeft)
        {
            throw new InvalidStateException("The Try is not over: its result is not there yet. Yield it first, then read its Result.");
        }

        if (Fault is not null)
        {
            Rethrow.Throw(Fault);
        }

        return !_isHandled;
    }

    public Awaitable ToAwaitable(long version) => new(this);

    /// <summary>A coroutine handles the exception, and may return the result.</summary>
    /// <returns>What to await.</returns>
    internal Awaitable HandleBy(IEnumerator<Awaitable> handler)
    {
        ThrowHelper.IfNullCoroutine(handler, nameof(handler));
        TakeNoResult();
        return new Awaitable(new HandlerFrame<T>(handler, this));
    }

    /// <summary>The exception was handled, and this is the result.</summary>
    internal void TakeResult(T result)
    {
        TakeNoResult();
        _result = result;
        _hasResult = true;
    }

    /// <summary>The exception was handled, and there is no result so far.</summary>
    internal void TakeNoResult() => _isHandled = true;
}

/// <summary>A coroutine that handles an exception for a <c>Try</c> with a result, and may give that in the body's place.</summary>
file sealed class HandlerFrame<T>(IEnumerator<Awaitable> body, TryFrame<T> block) : CoroutineFrame(body)
{
    private protected override Exception? Accept(CoTask task, Awaitable end)
    {
        if (end.Source is not ReturnValue)
        {
            return null;
        }

        if (!Coroutine.TryGetValue(end, out T result))
        {
            return Coroutine.ResultError<T>(CoroutineName!, end);
        }

        block.TakeResult(result);
        return null;
    }
}
