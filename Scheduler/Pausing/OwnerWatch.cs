namespace Coroutines;

/// <summary>Asks whether the owner of a task is still alive, and cancels the task if it is not.</summary>
internal sealed class OwnerWatch(CoTask task, Func<bool> isAlive) : IPolled
{
    public bool Ask()
    {
        if (task.IsDone || IsOwnerAlive())
        {
            return !task.IsDone;
        }

        task.Cancel("Its owner is gone.");
        return false;
    }

    private bool IsOwnerAlive()
    {
        try
        {
            return isAlive();
        }
        catch (Exception exception) when (exception is not KeyboardInterruptException)
        {
            task.Scheduler.Reports.Report(new ExceptionContext($"What tells whether the owner of {task.Describe()} is alive threw an exception; the task is cancelled")
            {
                Exception = exception,
                Future = task,
                Task = task,
            });
            return false;
        }
    }
}
