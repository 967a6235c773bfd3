using System.Diagnostics.CodeAnalysis;

namespace Coroutines;

/// <summary>An <see cref="Operation"/> with a result, which is read once for each call; then the object serves the next one.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
internal abstract class ResultOperation<T> : Operation, IResult<T>
{
    private T _result = default!;
    private Exception? _failure;

    // The version of the call that has a result, or has failed.
    private long _done = NoCall;
    private bool _isSpare;

    /// <summary>Begins a new call.</summary>
    internal Awaitable<T> Prepare()
    {
        _result = default!;
        _failure = null;
        _done = NoCall;
        _isSpare = false;
        Renew();
        return new Awaitable<T>(this, Version);
    }

    public Awaitable ToAwaitable(long version) => new(this, version);

    public T GetResult(long version)
    {
        if (version != _done || _failure is not null)
        {
            ThrowFor(version);
        }

        if (!_isSpare)
        {
            _isSpare = true;
            Recycle();
        }

        return _result;
    }

    internal override void LetGo()
    {
        if (_isSpare)
        {
            _result = default!;
            _done = NoCall;
            Void();
        }
    }

    /// <summary>It may serve another call.</summary>
    private protected abstract void Recycle();

    /// <summary>Ends the call with a result.</summary>
    /// <returns>What to answer.</returns>
    private protected Awaitable Succeed(CoTask task, T result)
    {
        _result = result;
        _done = Version;
        NoteHolding<T>(task);

        return Passed();
    }

    /// <summary>Ends the call with an exception.</summary>
    /// <returns>What to answer.</returns>
    private protected Awaitable Fail(Exception failure)
    {
        _failure = failure;
        _done = Version;
        return Refused(failure);
    }

    private protected override Awaitable Throw(WaiterQueue line, CoTask task, CancelledException cancel) => Fail(cancel);

    [DoesNotReturn]
    private void ThrowFor(long version)
    {
        if (version == _done)
        {
            Rethrow.Throw(_failure!);
        }

        throw NoResult(version);
    }
}
