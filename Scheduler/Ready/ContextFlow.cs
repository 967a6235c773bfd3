using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// Keeps the <see cref="AsyncLocal{T}"/> values of tasks and callbacks apart (rule 40).
/// </summary>
/// <remarks>
/// Most programs set no such value; then every task runs in the very context that the loop's thread has, keeps nothing of it, and a
/// step pays for a comparison of references. Only a task whose values differ goes through <see cref="ExecutionContext.Run"/>.
/// The loop's context is that of its first task or run. A later run that is begun in another one is put into it, as long as
/// tasks are left that count on it.
/// </remarks>
internal sealed class ContextFlow
{
    /// <summary>
    /// The context of the tasks that have none of their own, which the loop's thread has between steps where it can be put back; null
    /// before the first run or task.
    /// </summary>
    private ExecutionContext? _shared;

    // What the thread had before the run, if that was another one.
    private ExecutionContext? _outside;

    // The thread, and the same context as it stands there (null stands for the default one).
    private Thread? _thread;
    private ExecutionContext? _standing;

    /// <summary>
    /// Within a run: whether the thread certainly has the loop's context. Where that is not certain, <see cref="WasLeft"/>
    /// tells.
    /// </summary>
    internal bool IsStanding
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ThreadContext.CanBeRead && ReferenceEquals(ThreadContext.Of(_thread!), _standing);
    }

    private bool IsRunning => _thread is not null;

    /// <summary>The loop's context, for the tasks that have none of their own.</summary>
    internal ExecutionContext? Shared => _shared;

    /// <summary>A run begins.</summary>
    /// <param name="hasTasks">Whether there are tasks that count on the context that was the loop's.</param>
    /// <returns>
    /// False if they cannot have it, because the flow of contexts is suppressed: then each of them needs one of its own, and
    /// <see cref="Clear"/> is to be called.
    /// </returns>
    internal bool TryEnter(bool hasTasks)
    {
        ExecutionContext? outside = ExecutionContext.Capture();
        if (_shared is null || !hasTasks)
        {
            _shared = outside;
        }
        else if (ExecutionContexts.CanRestore && !ReferenceEquals(_shared, outside))
        {
            if (outside is null)
            {
                return false;
            }

            _outside = outside;
            ExecutionContexts.Restore(_shared);
        }

        if (ThreadContext.CanBeRead)
        {
            _thread = Thread.CurrentThread;
            _standing = ThreadContext.Of(_thread);
        }

        return true;
    }

    internal void Leave()
    {
        if (_shared is not null)
        {
            // An exception that left the loop in the middle of a step left the step's values behind.
            WasLeft(out _);
        }

        _thread = null;
        _standing = null;
        if (_outside is not null)
        {
            ExecutionContexts.Restore(_outside);
            _outside = null;
        }
    }

    /// <summary>No task counts on the loop's context any more.</summary>
    internal void Clear() => _shared = null;

    /// <summary>The current context, asked for on the loop's thread or, between runs, on any.</summary>
    internal ExecutionContext? Capture() => IsRunning && IsStanding ? _shared : ExecutionContext.Capture();

    /// <summary>Whether a task that is made in the current context, or is given one, needs one of its own.</summary>
    /// <param name="given">The context that it is given; null for the current one.</param>
    /// <param name="context">Its own context.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool NeedsOwn(ExecutionContext? given, out ExecutionContext? context)
    {
        context = null;
        return !(given is null && IsRunning && IsStanding) && Differs(given, out context);
    }

    /// <summary>Whether a task with this context need not keep it.</summary>
    internal bool IsShared(ExecutionContext? context) => context is not null && ReferenceEquals(context, _shared);

    /// <summary>Whether code of this context can run on the loop's thread as it is, followed by <see cref="WasLeft"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsStandingWith(ExecutionContext? context) => ExecutionContexts.CanRestore && ReferenceEquals(context, _shared);

    /// <summary>
    /// Whether the code that ran has left the loop's context by setting a value. If so, that context is handed out
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
        if (context is not null && !IsStandingWith(context))
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

    private bool Differs(ExecutionContext? given, out ExecutionContext? context)
    {
        context = given ?? ExecutionContext.Capture();
        _shared ??= context;
        return !IsShared(context);
    }

    private bool WasReplaced(out ExecutionContext? changed)
    {
        changed = ExecutionContext.Capture();
        if (!ExecutionContexts.CanRestore || ReferenceEquals(changed, _shared))
        {
            return false;
        }

        ExecutionContexts.Restore(_shared);
        return true;
    }
}
