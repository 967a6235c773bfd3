namespace Coroutines.Testing;

/// <summary>Awaits something in the caller's task, and fails if it suspended and should not have, or the other way round.</summary>
/// <remarks>A task takes at most one step in an iteration, so it has suspended if and only if the iteration is another one.</remarks>
internal sealed class SuspensionCheck(Awaitable awaited, bool expected) : PlainFrame
{
    private long _iteration;

    internal override Awaitable Start(CoTask task)
    {
        _iteration = task.Scheduler.Loop.Iteration;
        return awaited;
    }

    internal override Awaitable Resume(CoTask task)
    {
        bool hasSuspended = task.Scheduler.Loop.Iteration != _iteration;
        return hasSuspended == expected ? Completed : Awaitable.Failure(Mismatch(task));
    }

    // What fails says more than whether it suspended before.
    internal override Awaitable Throw(CoTask task, Exception exception) => Awaitable.Failure(exception);

    private AssertionFailedException Mismatch(CoTask task)
    {
        var mismatch = new AssertionFailedException(expected
            ? $"{task.DescribeChain()} awaited {awaited.DescribeForTest()}, which should suspend and did not."
            : $"{task.DescribeChain()} awaited {awaited.DescribeForTest()}, which should not suspend and did: {task.Scheduler.Loop.Iteration - _iteration} iterations passed.");
        task.NoteLogicalStack(mismatch);
        return mismatch;
    }
}
