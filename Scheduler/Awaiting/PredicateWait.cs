namespace Coroutines;

/// <summary>Waits until the user's code says so: <c>WaitUntil</c> and <c>WaitWhile</c>, the one thing that is polled.</summary>
internal sealed class PredicateWait(Func<bool> predicate, bool awaited) : Suspension, IPolled
{
    private static readonly ContextCallback _ask = static wait => ((PredicateWait)wait!).Call();

    private CoTask? _task;
    private bool _isUsed;
    private bool _answer;

    internal override Awaitable Begin(CoTask task, long argument)
    {
        if (_isUsed)
        {
            return Awaitable.Misuse("awaits the same WaitUntil or WaitWhile a second time. Make a new one for each wait.");
        }

        _isUsed = true;
        _task = task;
        task.Scheduler.Predicates.Add(this);
        return Suspended();
    }

    internal override void Abandon(CoTask task) => _task = null;

    internal override string Describe() => awaited ? "waiting until a predicate is true" : "waiting while a predicate is true";

    /// <summary>Asks once, in the task's context; what the predicate sets there is dropped.</summary>
    /// <returns>Whether the wait goes on.</returns>
    public bool Ask()
    {
        if (_task is not { } task)
        {
            return false;
        }

        Exception? error = null;
        try
        {
            task.Scheduler.Contexts.Run(task.Context, _ask, this);
            if (_answer != awaited)
            {
                return _task is not null;
            }
        }
        catch (KeyboardInterruptException)
        {
            throw;
        }
        catch (Exception exception)
        {
            error = exception;
        }

        // The predicate itself may have had the task cancelled.
        if (_task is not null)
        {
            _task = null;
            task.Wake(error);
        }

        return false;
    }

    private void Call() => _answer = predicate();
}
