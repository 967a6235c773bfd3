namespace Coroutines;

/// <summary>A read of a stream: looks whether what has arrived is enough, and waits for more until it is.</summary>
/// <typeparam name="T">The type of what is read.</typeparam>
internal abstract class StreamRead<T>(CoStream stream) : ResultOperation<T>
{
    private protected CoStream Stream => stream;

    internal override Awaitable Begin(CoTask task, long version)
    {
        if (!TryOpen(version))
        {
            return RefuseSecond(task);
        }

        return stream.Reader is { } other
            ? Fail(new InvalidOperationException(
                $"{task.DescribeChain()} reads {stream.Describe()} while {other.DescribeChain()} waits for data from it. One coroutine at a time can read a stream."))
            : stream.CanRead ? Try(task) : Fail(new InvalidOperationException($"Nothing can be read from {stream.Describe()}: it is for writing only."));
    }

    private protected sealed override Awaitable Resume(WaiterQueue line, CoTask task) => Try(task);

    /// <summary>Whether there is a result; throws what the read ends with instead.</summary>
    private protected abstract bool TryComplete(out T result);

    private Awaitable Try(CoTask task)
    {
        try
        {
            stream.ThrowIfBroken();
            return TryComplete(out T result) ? Succeed(task, result) : stream.WaitForData(this, task);
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }
    }
}
