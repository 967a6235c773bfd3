using System.Diagnostics.CodeAnalysis;

namespace Coroutines;

/// <summary>A <see cref="CoQueue{T}.Get"/>.</summary>
internal sealed class QueueGet<T>(CoQueue<T> queue) : QueueTake<T>(queue), IResult<T>
{
    // The version of the call that has an item.
    private long _done = NoCall;
    private bool _isSpare;
    private Exception? _failure;

    private protected override string Name => $"Get from {Target.Describe()}";

    /// <summary>Begins a new call.</summary>
    internal Awaitable<T> Prepare()
    {
        Item = default!;
        _done = NoCall;
        _isSpare = false;
        Renew();
        return new Awaitable<T>(this, Version);
    }

    public Awaitable ToAwaitable(long version) => new(this, version);

    public T GetResult(long version)
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

    internal override void LetGo()
    {
        if (_isSpare)
        {
            Item = default!;
            _done = NoCall;
            Void();
        }
        else
        {
            Target.Forget(this);
        }
    }

    private protected override void Succeed() => _done = Version;

    private protected override Awaitable End(CoTask task) => Fail(Target.ShutDownError(task));

    private protected override Awaitable Fail(Exception exception)
    {
        _failure = exception;
        Target.Forget(this);
        return Refused(exception);
    }
}
