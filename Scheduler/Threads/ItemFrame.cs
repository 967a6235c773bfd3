namespace Coroutines;

/// <summary>Waits for the next item of an <see cref="IAsyncEnumerable{T}"/>; and, if there is none, for the end of the enumerator.</summary>
internal sealed class ItemFrame<T>(AsyncEnumerableReader<T> reader) : PlainFrame
{
    private Task<bool>? _move;
    private bool _isEnding;

    internal override Awaitable Start(CoTask task)
    {
        if (reader.IsAtEnd)
        {
            return Completed;
        }

        if (reader.Refusal is { } refusal)
        {
            return Awaitable.Failure(new InvalidOperationException($"{task.DescribeChain()} {refusal}"));
        }

        _move = reader.Move();
        return _move is null ? GoOn() : new Awaitable(new DotNetCall(_ => _move, reader.Cancellation));
    }

    internal override Awaitable Resume(CoTask task)
    {
        if (_isEnding)
        {
            return Completed;
        }

        reader.Arrive(_move!.Result);
        return GoOn();
    }

    internal override Awaitable Throw(CoTask task, Exception exception) =>
        _isEnding ? Awaitable.Failure(exception) : End(exception);

    private Awaitable GoOn() => reader.IsAtEnd ? End(null) : Completed;

    private Awaitable End(Exception? fault)
    {
        _isEnding = true;
        return new Awaitable(new EnumeratorExit<T>(reader, fault));
    }
}
