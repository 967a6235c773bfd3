namespace Coroutines;

/// <summary>
/// An operation that has the lock of a condition whenever it decides something, and gives it up while it waits for a
/// notification. The subclass makes the decisions.
/// </summary>
internal abstract class ConditionOperation(CoCondition condition) : Operation
{
    private Stage _stage;

    // The latest cancel of a wait that has to take the lock again before it may fail.
    private CancelledException? _cancel;

    private enum Stage : byte
    {
        /// <summary>Waits for the lock, in order to begin.</summary>
        Entering,

        /// <summary>Waits for a notification.</summary>
        Listening,

        /// <summary>Waits for the lock, after a notification or a cancel.</summary>
        Returning,
    }

    internal override object Subject => condition;

    private protected CoCondition Monitor => condition;

    /// <summary>The task has the lock, because it has just taken it, or again after a notification.</summary>
    private protected abstract Awaitable Decide(CoTask task);

    /// <summary>The task was cancelled while it waited, and has the lock again if it had it before.</summary>
    private protected abstract Awaitable Fail(Exception exception, bool hasLock);

    /// <summary>Takes the lock, to begin.</summary>
    private protected Awaitable Enter(CoTask task)
    {
        _stage = Stage.Entering;
        Ticket = condition.Lock.NextTicket();
        return TakeLock(task);
    }

    /// <summary>Gives the lock up and waits for a notification.</summary>
    private protected Awaitable Listen(CoTask task)
    {
        if (!condition.IsLocked)
        {
            return Fail(
                new InvalidOperationException(
                    $"{task.DescribeChain()} waits for {condition.Describe()} while nobody holds its lock. Acquire it first."),
                hasLock: false);
        }

        // While this can still be refused: the queues must be of this scheduler.
        condition.Bind(task);
        condition.Lock.Bind(task);
        Ticket = condition.Lock.HeldTicket;
        condition.Lock.Release();
        _stage = Stage.Listening;
        return condition.Queue.Join(this, task);
    }

    private protected sealed override Awaitable Resume(WaiterQueue queue, CoTask task)
    {
        if (_stage == Stage.Listening)
        {
            return TakeLockAgain(task);
        }

        condition.Lock.Pass(this, task);
        return GoOn(task);
    }

    private protected sealed override Awaitable Throw(WaiterQueue queue, CoTask task, CancelledException cancel)
    {
        if (_stage == Stage.Listening)
        {
            _cancel = cancel;
            return TakeLockAgain(task);
        }

        condition.Lock.GiveUp(this, task);
        if (_stage == Stage.Entering)
        {
            return Fail(cancel, hasLock: false);
        }

        _cancel = cancel;
        return TakeLock(task);
    }

    private Awaitable TakeLockAgain(CoTask task)
    {
        _stage = Stage.Returning;
        return TakeLock(task);
    }

    private Awaitable TakeLock(CoTask task) =>
        condition.Lock.TryPass(task, Ticket) ? GoOn(task) : condition.Lock.Queue.Join(this, task);

    private Awaitable GoOn(CoTask task)
    {
        if (_cancel is not { } cancel)
        {
            return Decide(task);
        }

        // The notification may have been for this one: another one gets it (rule 32).
        _cancel = null;
        condition.PassOn();
        return Fail(cancel, hasLock: true);
    }
}
