namespace Coroutines;

/// <summary>The end of an <see cref="IAsyncEnumerable{T}"/> that was read to its end, or is left: waits until its enumerator is disposed.</summary>
internal sealed class EnumeratorExit<T>(AsyncEnumerableReader<T> reader, Exception? fault) : PlainFrame
{
    private Future? _wait;

    internal override Awaitable Start(CoTask task)
    {
        Task end = reader.End();
        if (end.IsCompleted)
        {
            return Leave(DotNetTask.FaultOf(end));
        }

        // An item that does not come although it was cancelled was waited for long enough. The enumerator is disposed after it.
        return reader.IsMoving ? Leave(null) : _wait = DotNetTask.ToFuture(end);
    }

    internal override Awaitable Resume(CoTask task) => Leave(null);

    internal override Awaitable Throw(CoTask task, Exception exception) => Leave(exception);

    private Awaitable Leave(Exception? thrown)
    {
        _wait?.Cancel();
        reader.Close();
        Exception? left = thrown is null ? fault : Replacement.Of(fault, thrown);
        return left is null ? Completed : Awaitable.Failure(left);
    }
}
