namespace Coroutines;

/// <summary>What <see cref="Awaitable.WaitFrames"/> yields, with the number of frames beside it.</summary>
internal sealed class FramesToCome : AwaitableSource
{
    internal override Awaitable Begin(CoTask task, long argument)
    {
        if (argument == 0)
        {
            return Passed();
        }

        if (!task.Scheduler.Loop.YieldsToNextFrame)
        {
            // A run has no frames; there it is iterations that are counted.
            return task.Enter(new YieldsFrame(argument));
        }

        task.WaitFrames(argument);
        return Placed();
    }
}

/// <summary>Several bare yields in a row.</summary>
file sealed class YieldsFrame(long count) : PlainFrame
{
    private long _left = count;

    internal override Awaitable Start(CoTask task) => Resume(task);

    internal override Awaitable Resume(CoTask task) => _left-- > 0 ? Awaitable.Yield() : Completed;

    internal override Awaitable Throw(CoTask task, Exception exception) => Awaitable.Failure(exception);
}
