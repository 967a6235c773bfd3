namespace Coroutines;

/// <summary>Completes what .NET code awaits so that this code goes on at once, on this thread.</summary>
/// <remarks>
/// .NET sends what awaits a task to the pool where the thread has a <see cref="SynchronizationContext"/>, or runs a task of another scheduler than the
/// default one: as a user interface's thread has, or a grain's.
/// </remarks>
internal static class InlineCompletion
{
    internal static void Run(Action complete)
    {
        if (SynchronizationContext.Current is not { } context)
        {
            RunByDefaultScheduler(complete);
            return;
        }

        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            RunByDefaultScheduler(complete);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static void RunByDefaultScheduler(Action complete)
    {
        if (TaskScheduler.Current == TaskScheduler.Default)
        {
            complete();
            return;
        }

        // Here as well, and inside of it the default one is the current one.
        var task = new Task(complete);
        task.RunSynchronously(TaskScheduler.Default);
        task.GetAwaiter().GetResult();
    }
}
