namespace Coroutines;

/// <summary>
/// An exception that somebody should look at. It outlives the future that has it, so that one which was looked at is not
/// reported once that future is garbage.
/// </summary>
internal sealed class FaultWatch(Future future, Exception exception)
{
    private readonly WeakReference<Future> _future = new(future);
    private readonly string _description = future.Describe();
    private readonly string? _creationStack = future.CreationStack;

    private Exception? _exception = exception;

    /// <summary>The context of the step that failed: where the watch is made.</summary>
    internal ExecutionContext? Context { get; private set; } = ExecutionContext.Capture();

    internal bool IsSeen
    {
        get;
        set
        {
            field = value;
            if (value)
            {
                _exception = null;
                Context = null;
            }
        }
    }

    /// <summary>Whether nobody can look at it any more.</summary>
    internal bool IsLost => !_future.TryGetTarget(out _);

    internal ExceptionContext ToReport()
    {
        _future.TryGetTarget(out Future? alive);
        return new ExceptionContext($"The exception of {_description} was never looked at")
        {
            Exception = _exception,
            Future = alive,
            Task = alive as CoTask,
            CreationStack = _creationStack,
        };
    }
}
