namespace Coroutines;

/// <summary>A <see cref="CoQueue{T}.Get"/>.</summary>
internal sealed class QueueGet<T>(CoQueue<T> queue) : QueueOperation<T>(queue), IReusableResult<T>
{
    private T _item = default!;
    private Exception? _failure;
    private bool _isDone;

    private protected override string Name => $"Get from {Target.Describe()}";

    private protected override WaiterQueue Line => Target.GetLine;

    private protected override bool IsPossible => !Target.IsEmpty;

    public T TakeResult(long version)
    {
        if (version != Version || !_isDone)
        {
            throw NoResult(version);
        }

        if (_failure is not null)
        {
            Rethrow.Throw(_failure);
        }

        T item = _item;
        _item = default!;
        _isDone = false;
        Retire();
        Target.Recycle(this);
        return item;
    }

    private protected override Awaitable Perform(CoTask task)
    {
        _item = Target.Take();
        _isDone = true;
        return Passed;
    }

    private protected override Awaitable Refuse(Exception exception)
    {
        _failure = exception;
        _isDone = true;
        return Refused(exception);
    }
}
