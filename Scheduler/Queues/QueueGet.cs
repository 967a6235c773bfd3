using System.Diagnostics.CodeAnalysis;

namespace Coroutines;

/// <summary>A <see cref="CoQueue{T}.Get"/>.</summary>
internal sealed class QueueGet<T>(CoQueue<T> queue) : QueueTake<T>(queue), IReusableResult<T>
{
    // The version of the call that has an item; 0 if it has none.
    private long _done;
    private bool _isSpare;
    private Exception? _failure;

    private protected override string Name => $"Get from {Target.Describe()}";

    /// <summary>Begins a new call.</summary>
    internal Awaitable<T> Prepare()
    {
        Item = default!;
        _done = 0;
        _isSpare = false;
        Renew();
        return new Awaitable<T>(this, Version);
    }

    public T TakeResult(long version)
    {
        if (version != _done)
        {
            ThrowFor(version);
        }

        if (!_isSpare)
        {
            _isSpare = true;
            Target.Recycle(this);
        }

        return Item;
    }

    [DoesNotReturn]
    private void ThrowFor(long version)
    {
        if (_failure is not null && version == Version)
        {
            Rethrow.Throw(_failure);
        }

        throw NoResult(version);
    }

    private protected override void Succeed() => _done = Version;

    private protected override Awaitable End(CoTask task) => Fail(Target.ShutDownError(task));

    private protected override Awaitable Fail(Exception exception)
    {
        _failure = exception;
        return Refused(exception);
    }
}
