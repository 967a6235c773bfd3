namespace Coroutines;

public sealed partial class Scheduler
{
    private const int ClosingIterations = 1000;

    /// <summary>Ends the tasks that are left when the scheduler is disposed.</summary>
    private void CloseTasks()
    {
        if (!HasUnfinishedTasks())
        {
            return;
        }

        KeyboardInterruptException? interrupt = null;
        Enter(nameof(Dispose));
        try
        {
            // The clock stays as it is: the clean-ups of a game loop run at the time of its last frame.
            LeaveFrames();
            CancelAll(UnfinishedTasks(), "The scheduler was disposed.");

            RunWhatIsReady();
        }
        finally
        {
            try
            {
                RegisterBeginners();
                _ready.Clear();
                interrupt = AbortTasks();

                // The done-callbacks of those tasks.
                RunWhatIsReady();
            }
            finally
            {
                Leave();
            }
        }

        if (interrupt is not null)
        {
            Rethrow.Throw(interrupt);
        }
    }

    private void RunWhatIsReady()
    {
        for (int i = 0; i < ClosingIterations && _ready.Count > 0; i++)
        {
            _ready.RunBatch();
        }
    }

    // Whatever waits for something now would wait for ever. The youngest first: it may serve an older one. Closing them
    // may start new tasks.
    private KeyboardInterruptException? AbortTasks()
    {
        KeyboardInterruptException? interrupt = null;
        for (int i = 0; i < ClosingIterations && HasUnfinishedTasks(); i++)
        {
            for (List<CoTask> left = UnfinishedTasks(); left.Count > 0; left.RemoveAt(left.Count - 1))
            {
                KeyboardInterruptException? raised = left[^1].Abort();
                interrupt ??= raised;
            }
        }

        return interrupt;
    }
}
