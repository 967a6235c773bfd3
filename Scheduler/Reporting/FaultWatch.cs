namespace Coroutines;

/// <summary>
/// An exception that somebody should look at. It outlives the future that has it, so that one which nobody has looked at is
/// reported also when that future is garbage.
/// </summary>
internal sealed class FaultWatch(Future future, Exception exception)
{
    private readonly WeakReference<Future> _future = new(future);
    private readonly string _description = future.Describe();
    private readonly string? _creationStack = future.CreationStack;

    /// <summary>The context of the step that failed: where the watch is made.</summary>
    internal ExecutionContext? Context { get; private set; } = ExecutionContext.Capture();

    /// <summary>The group of a task that has failed.</summary>
    internal TaskDomain? Domain { get; } = (future as CoTask)?.Domain;

    /// <summary>Where it stands among those of its scheduler; null if it is not to be reported any more.</summary>
    internal LinkedListNode<FaultWatch>? Place { get; set; }

    /// <summary>Whether somebody has looked at the exception.</summary>
    internal bool IsSeen { get; set; }

    /// <summary>The future; null if it is lost, and nobody can look at it any more.</summary>
    internal Future? Future => _future.TryGetTarget(out Future? alive) ? alive : null;

    internal ExceptionContext ToReport()
    {
        Future? alive = Future;
        return new ExceptionContext($"The exception of {_description} was never looked at")
        {
            Exception = exception,
            Future = alive,
            Task = alive as CoTask,
            CreationStack = _creationStack,
        };
    }
}
