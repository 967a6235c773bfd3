#if NET
namespace Coroutines;

public sealed partial class SchedulerOptions
{
    /// <summary>
    /// Whether SIGQUIT (<c>kill -QUIT</c>, Ctrl-\ in a terminal, Ctrl-Break on Windows) has the scheduler's tasks written to standard error, as
    /// <see cref="Scheduler.FormatTasks"/> shows them, instead of ending the process. False by default.
    /// </summary>
    /// <remarks>
    /// It is written by the thread that .NET gives to signals, so also where the loop is stuck: then it says in which step, and for how long.
    /// From when the scheduler is made until it is disposed. What the program itself does about SIGQUIT is done too.
    /// </remarks>
    public bool PrintsTasksOnQuit { get; init; }
}
#endif
