using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// Keeps the <see cref="AsyncLocal{T}"/> values of tasks and callbacks apart (rule 40).
/// </summary>
/// <remarks>
/// Most programs set no such value; then every task holds the very context that the loop's thread has, and a step pays
/// for two comparisons of references. Only a task whose values differ goes through <see cref="ExecutionContext.Run"/>.
/// A part of its scheduler, not to be copied: each step looks at it twice.
/// </remarks>
internal struct ContextFlow
{
    /// <summary>The context that the loop's thread has between steps; null where it could not be put back.</summary>
    private ExecutionContext? _own;

    // The thread, and the same context as it stands there (null stands for the default one).
    private Thread? _thread;
    private ExecutionContext? _standing;

    /// <summary>
    /// Within a run: whether the thread certainly has the loop's own context. Where that is not certain, <see cref="WasLeft"/>
    /// tells.
    /// </summary>
    internal bool IsStanding
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ThreadContext.CanBeRead && ReferenceEquals(ThreadContext.Of(_thread!), _standing);
    }

    private bool IsRunning => _thread is not null;

    internal void Enter()
    {
        _own = ExecutionContexts.CanRestore ? ExecutionContext.Capture() : null;
        if (ThreadContext.CanBeRead)
        {
            _thread = Thread.CurrentThread;
            _standing = ThreadContext.Of(_thread);
        }
    }

    internal void Leave()
    {
        if (_own is not null)
        {
            // An exception that left the loop in the middle of a step left the step's values behind.
            WasLeft(out _);
        }

        _own = null;
        _thread = null;
        _standing = null;
    }

    /// <summary>The current context, asked for on the loop's thread or, between runs, on any.</summary>
    internal ExecutionContext? Capture() => IsRunning && IsStanding ? _own : ExecutionContext.Capture();

    /// <summary>Whether code of this context can run on the loop's thread as it is, followed by <see cref="WasLeft"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsOwn(ExecutionContext? context) => ExecutionContexts.CanRestore && ReferenceEquals(context, _own);

    /// <summary>
    /// Whether the code that ran has left the loop's own context by setting a value. If so, that context is handed out
    /// and the thread is put back.
    /// </summary>
    internal bool WasLeft(out ExecutionContext? changed)
    {
        if (IsRunning && IsStanding)
        {
            changed = null;
            return false;
        }

        return WasReplaced(out changed);
    }

    /// <summary>Runs a callback; the values that it sets are dropped.</summary>
    internal void Run(ExecutionContext? context, ContextCallback callback, object state)
    {
        // A null context was captured while the flow was suppressed: there is nothing to flow, and nothing to leak.
        context ??= ExecutionContext.Capture();
        if (context is not null && !IsOwn(context))
        {
            ExecutionContext.Run(context, callback, state);
            return;
        }

        try
        {
            callback(state);
        }
        finally
        {
            WasLeft(out _);
        }
    }

    private bool WasReplaced(out ExecutionContext? changed)
    {
        changed = ExecutionContext.Capture();
        if (!ExecutionContexts.CanRestore || ReferenceEquals(changed, _own))
        {
            return false;
        }

        ExecutionContexts.Restore(_own);
        return true;
    }
}
