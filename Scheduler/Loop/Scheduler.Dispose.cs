namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>
    /// Ends the scheduler: asyncio's <c>close</c>, and more. Tasks that are left are cancelled and stepped as long as
    /// something is ready, without waiting; what is then still suspended is closed: its <c>finally</c> and <c>using</c>
    /// blocks run. Exceptions that nobody has looked at are reported. A second call does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// It is running: stop it first. Or it has tasks left, and another scheduler runs on this thread.
    /// </exception>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        VerifyMayDispose();
        try
        {
            CloseTasks();
            _unseenFaults.ReportAll();
        }
        finally
        {
            OpenStreams.End(this);
            _isDisposed = true;
            Reference.LetGo();
            AbandonSubmissions();
            _executor?.TryShutDown(TimeSpan.Zero);
            _ready.Disarm();
            _ready.Clear();
            Contexts.Clear();
            ClearFrames();
            _timers.Clear();
            _sockets.Dispose();
        }
    }

    /// <summary>Refuses the end before anything is ended.</summary>
    internal void VerifyMayDispose()
    {
        if (_thread != 0)
        {
            throw new InvalidOperationException(
                $"A running scheduler cannot be disposed{DescribeRunning()}. Call Stop, and dispose it after the run.");
        }

        _home?.Verify();

        if (HasUnfinishedTasks())
        {
            // The tasks that are left need this thread.
            VerifyMayEnter(nameof(Dispose));
        }
    }
}
