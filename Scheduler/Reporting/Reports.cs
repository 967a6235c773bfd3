using System.Runtime.ExceptionServices;

namespace Coroutines;

/// <summary>Where errors go that reach nobody.</summary>
/// <param name="contexts">Whatever the handler sets in its execution context is its own affair.</param>
internal sealed class Reports(ContextFlow contexts) : IUpkeep
{
    private UnseenFaults? _unseen;

    /// <summary>Told of every error that reaches nobody; null for a text on standard error.</summary>
    internal Action<ExceptionContext>? Handler { get; set; }

    /// <summary>The failed tasks whose exception nobody has looked at.</summary>
    internal UnseenFaults Unseen => _unseen!;

    /// <summary>Tells when unseen faults are to be reported, which depends on the loop.</summary>
    internal void Watch(UnseenFaults unseen) => _unseen = unseen;

    /// <summary>Reports an error that reaches nobody: asyncio's <c>call_exception_handler</c>.</summary>
    /// <param name="context">What the handler is told.</param>
    /// <param name="flow">The execution context to run the handler in; null for a copy of the current one.</param>
    /// <param name="domain">The group whose handler is told; null for that of the task that is concerned, if any.</param>
    internal void Report(ExceptionContext context, ExecutionContext? flow = null, TaskDomain? domain = null)
    {
        domain ??= context.Task?.Domain;
        if ((domain?.FindExceptionHandler() ?? Handler) is not { } handler)
        {
            ErrorReport.Write(context);
            return;
        }

        try
        {
            contexts.Run(flow ?? ExecutionContext.Capture(), _ => handler(context), this);
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

    internal void ReportClockFailure(Exception exception) => Report(new ExceptionContext(
        "The TimeProvider threw an exception; until it tells the time again, the system's clock goes on from its last time")
    {
        Exception = exception,
    });

    void IUpkeep.LetGo(int work, bool isQuiet)
    {
        if (isQuiet)
        {
            Unseen.ReportLost();
        }
    }
}
