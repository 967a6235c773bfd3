namespace Coroutines;

/// <summary>Several bare yields in a row.</summary>
internal sealed class YieldsFrame(long count) : PlainFrame
{
    private long _left = count;

    internal override Awaitable Start(CoTask task) => Resume(task);

    internal override Awaitable Resume(CoTask task) => _left-- > 0 ? Awaitable.Yield() : Completed;

    internal override Awaitable Throw(CoTask task, Exception exception) => Awaitable.Failure(exception);
}
