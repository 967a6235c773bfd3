#if NET
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>Writes a scheduler's tasks to standard error whenever SIGQUIT arrives.</summary>
internal sealed class TasksOnQuit : IDisposable
{
    private readonly Scheduler _scheduler;
    private readonly PosixSignalRegistration _registration;

    internal TasksOnQuit(Scheduler scheduler)
    {
        _scheduler = scheduler;
        _registration = SignalHandler.Register(PosixSignal.SIGQUIT, Write);
    }

    public void Dispose() => _registration.Dispose();

    private void Write(PosixSignalContext signal)
    {
        // It is a question, and not the end.
        signal.Cancel = true;
        string tasks = _scheduler.FormatTasks();
        ErrorReport.WriteIfPossible($"{_scheduler}:\n{(tasks.Length == 0 ? "no tasks\n" : tasks)}");
    }
}
#endif
