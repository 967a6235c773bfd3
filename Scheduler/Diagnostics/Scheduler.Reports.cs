using System.Runtime.ExceptionServices;
using System.Text;

namespace Coroutines;

public sealed partial class Scheduler
{
    private const int NamesInAMessage = 5;

    private readonly UnseenFaults _unseenFaults;

    /// <summary>
    /// Told of every error that reaches nobody: asyncio's <c>set_exception_handler</c>. Null stands for a readable report
    /// on standard error. It runs on the scheduler's thread, with the <see cref="AsyncLocal{T}"/> values of what failed;
    /// should it throw, that goes to standard error too.
    /// </summary>
    public Action<ExceptionContext>? ExceptionHandler
    {
        get;
        set
        {
            VerifyThread();
            field = value;
        }
    }

    /// <summary>Reports an error that reaches nobody: asyncio's <c>call_exception_handler</c>.</summary>
    /// <param name="context">What the handler is told.</param>
    /// <param name="flow">The execution context to run the handler in; null for a copy of the current one.</param>
    /// <param name="domain">The group whose handler is told; null for that of the task that is concerned, if any.</param>
    internal void Report(ExceptionContext context, ExecutionContext? flow = null, TaskDomain? domain = null)
    {
        domain ??= context.Task?.Domain;
        if ((domain?.FindExceptionHandler() ?? ExceptionHandler) is not { } handler)
        {
            ErrorReport.Write(context);
            return;
        }

        try
        {
            // Whatever the handler sets in its execution context is its own affair.
            Contexts.Run(flow ?? ExecutionContext.Capture(), _ => handler(context), this);
        }
        catch (KeyboardInterruptException)
        {
            throw;
        }
        catch (Exception exception)
        {
            ErrorReport.Write(context);
            ErrorReport.Write(new ExceptionContext("The exception handler itself threw an exception") { Exception = exception });
        }
    }

    /// <summary>Reports what a callback has thrown, or throws it on if it must leave the loop (rule 10).</summary>
    internal void ReportOrThrow(Exception exception, Func<ExceptionContext> describe)
    {
        if (exception is KeyboardInterruptException)
        {
            ExceptionDispatchInfo.Capture(exception).Throw();
        }

        Report(describe());
    }

    private void ReportClockFailure(Exception exception) => Report(new ExceptionContext(
        "The TimeProvider threw an exception; until it tells the time again, the system's clock goes on from its last time")
    {
        Exception = exception,
    });

    /// <summary>Remembers an exception that nobody has seen yet, to be reported if nobody ever does.</summary>
    internal FaultWatch WatchFault(Future future, Exception exception) => _unseenFaults.Add(future, exception);

    /// <summary>Nobody waits for one that has failed: its time to be reported begins.</summary>
    internal void ReportSoon(Future future) => _unseenFaults.ReportSoon(future);

    /// <summary>The exception has been seen.</summary>
    internal void ForgetFault(FaultWatch watch)
    {
        watch.IsSeen = true;
        if (!IsRunning || IsRunningHere)
        {
            _unseenFaults.Remove(watch);
        }
    }

    // Another thread must not look at the tasks while they run.
    private string DescribeRunning() =>
        _thread == Environment.CurrentManagedThreadId && RunningTask is { } task ? $" (in {task.DescribeChain()})" : string.Empty;

    private static string DescribeTasks(IEnumerable<IRunnable> items)
    {
        string[] names = items.OfType<CoTask>().Select(task => task.DescribeChain()).Distinct().ToArray();
        if (names.Length == 0)
        {
            return "callbacks only";
        }

        string shown = string.Join(", ", names.Take(NamesInAMessage));
        return names.Length > NamesInAMessage ? $"{shown} and {names.Length - NamesInAMessage} more" : shown;
    }

    private string DescribeDeadlock()
    {
        var message = new StringBuilder("Deadlock: nothing is ready, no timer is set, and nothing can arrive from outside.");
        List<CoTask> tasks = UnfinishedTasks();
        Dictionary<CoTask, string> waits = DescribeWaits();
        foreach (CoTask task in tasks)
        {
            message.Append("\n  ").Append(task.DescribeChain()).Append(": ").Append(waits.GetValueOrDefault(task) ?? task.DescribeWait());
        }

        foreach (string ring in WaitRings.Describe(tasks))
        {
            message.Append("\n  ").Append(ring);
        }

        // Sockets and awaited .NET tasks are known of; a thread of the user's own, which will post something, is not.
        message.Append("\nIf a thread is to call CallSoonThreadsafe, let a coroutine wait for that thread's work: Await(Task.Run(…)).");
        return message.ToString();
    }
}
