namespace Coroutines;

/// <summary>The end of the tasks that a scheduler is disposed with.</summary>
internal sealed class TaskClosing(TaskTable tasks, ReadyQueue ready)
{
    private const int Iterations = 1000;

    /// <summary>Cancels them, and steps them as long as something is ready; then closes what is still suspended.</summary>
    /// <returns>Ctrl-C that came up in a clean-up, to be thrown on.</returns>
    internal KeyboardInterruptException? Run()
    {
        KeyboardInterruptException? interrupt;
        try
        {
            tasks.CancelAll(tasks.Unfinished(), "The scheduler was disposed.");
            RunWhatIsReady();
        }
        finally
        {
            tasks.RegisterBeginners();
            ready.Clear();
            interrupt = AbortAll();

            // The done-callbacks of those tasks.
            RunWhatIsReady();
        }

        return interrupt;
    }

    private void RunWhatIsReady()
    {
        for (int i = 0; i < Iterations && ready.Count > 0; i++)
        {
            ready.RunBatch();
        }
    }

    // Whatever waits for something now would wait for ever. The youngest first: it may serve an older one. Closing them
    // may start new tasks.
    private KeyboardInterruptException? AbortAll()
    {
        KeyboardInterruptException? interrupt = null;
        for (int i = 0; i < Iterations && tasks.HasUnfinished(); i++)
        {
            for (List<CoTask> left = tasks.Unfinished(); left.Count > 0; left.RemoveAt(left.Count - 1))
            {
                KeyboardInterruptException? raised = left[^1].Abort();
                interrupt ??= raised;
            }
        }

        return interrupt;
    }
}
