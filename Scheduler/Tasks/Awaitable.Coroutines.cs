using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// Runs another coroutine inside this one, in the same task: asyncio's <c>await coro()</c>. Suspends only where that
    /// coroutine does; entering and leaving it costs no iteration.
    /// </summary>
    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <returns>What to yield, once.</returns>
    /// <remarks>
    /// Its failure is this coroutine's failure, unless guarded with <c>Settle</c> or <c>Try</c>. A cancel of the task
    /// reaches the innermost coroutine first. One that was used before is an error at the <c>yield return</c>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    public static Awaitable Await(IEnumerator<Awaitable> coroutine)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        return new Awaitable(new CoroutineFrame(coroutine));
    }

    /// <summary>
    /// Runs another coroutine that returns a value inside this one: asyncio's <c>x = await coro()</c>.
    /// </summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <returns>What to yield, once; then it has the result.</returns>
    /// <remarks>
    /// A coroutine that ends without <c>Return</c> of a <typeparamref name="T"/> is an error at the
    /// <c>yield return</c>.
    /// </remarks>
    /// <inheritdoc cref="Await(IEnumerator{Awaitable})"/>
    public static Awaitable<T> Await<T>(IEnumerator<Awaitable> coroutine)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        return new Awaitable<T>(new CoroutineFrame<T>(coroutine));
    }

    /// <summary>Awaits a task or a future; the same as to yield it.</summary>
    /// <param name="future">The task or future.</param>
    /// <returns>What to yield.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="future"/> is null.</exception>
    public static Awaitable Await(Future future)
    {
        ThrowHelper.IfNull(future, nameof(future));
        return future;
    }

    /// <summary>Awaits a future with a result; so that <c>Into</c> can stand behind it.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="future">The future.</param>
    /// <returns>What to yield; then it has the result.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="future"/> is null.</exception>
    public static Awaitable<T> Await<T>(Future<T> future) => future;

    /// <summary>Awaits a task with a result; so that <c>Into</c> can stand behind it.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">The task.</param>
    /// <returns>What to yield; then it has the result.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="task"/> is null.</exception>
    public static Awaitable<T> Await<T>(CoTask<T> task) => task;

    /// <summary>
    /// Ends the coroutine with a value: Python's <c>return value</c>. Its <c>finally</c> and <c>using</c> blocks run, and
    /// its deferred coroutines; code after it never runs.
    /// </summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>What to yield.</returns>
    public static Awaitable Return<T>(T value) => ReturnValue.Of(value);

    /// <summary>Makes a task of a coroutine on the scheduler that runs here: asyncio's <c>create_task</c>.</summary>
    /// <param name="coroutine">The coroutine. Its first step runs in the next iteration. A value that it returns is dropped.</param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one (rule 40).</param>
    /// <param name="eager">
    /// Whether its first step runs at once, inside this call: asyncio's <c>eager_start</c>. Null leaves that to the task factory;
    /// without one, it does not.
    /// </param>
    /// <returns>The task, running side by side with this one. It need not be kept.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread.</exception>
    public static CoTask CreateTask(
        IEnumerator<Awaitable> coroutine, string? name = null, ExecutionContext? context = null, bool? eager = null)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        return Scheduler.Current.Starter.Start(coroutine, name, context, eager);
    }

    /// <summary>
    /// Makes a task of a coroutine that returns a value on the scheduler that runs here: asyncio's <c>create_task</c>.
    /// </summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <inheritdoc cref="CreateTask(IEnumerator{Awaitable}, string?, ExecutionContext?, bool?)"/>
    public static CoTask<T> CreateTask<T>(
        IEnumerator<Awaitable> coroutine, string? name = null, ExecutionContext? context = null, bool? eager = null)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        return Scheduler.Current.Starter.Start<T>(coroutine, name, context, eager);
    }

    /// <summary>
    /// Has a coroutine run when the calling coroutine ends, however it ends: what <c>finally: await cleanup()</c> is in
    /// Python. Several run last in first out, after the <c>finally</c> and <c>using</c> blocks.
    /// </summary>
    /// <param name="cleanup">The coroutine. It may suspend; a value that it returns is dropped.</param>
    /// <remarks>
    /// It runs in the same task, so a cancel can reach it. An exception that it throws takes the place of the one in
    /// flight, which stays reachable through <see cref="ExceptionExtensions.GetReplacedException"/>; the others still run.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="cleanup"/> is null.</exception>
    /// <exception cref="InvalidOperationException">Not called from a coroutine.</exception>
    [OverloadResolutionPriority(1)]
    public static void Defer(IEnumerator<Awaitable> cleanup)
    {
        ThrowHelper.IfNullCoroutine(cleanup, nameof(cleanup));
        Defer(new CoroutineFrame(cleanup));
    }

    /// <summary>
    /// Has code that does not wait run when the calling coroutine ends, however it ends, in its turn among what else is deferred: last
    /// in first out, after the <c>finally</c> and <c>using</c> blocks.
    /// </summary>
    /// <param name="cleanup">What to run.</param>
    /// <remarks>
    /// An exception that it throws takes the place of the one in flight, as that of a deferred coroutine does. Unlike such a one, it runs
    /// also where the scheduler is disposed, and nobody is left to step a coroutine.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="cleanup"/> is null.</exception>
    /// <exception cref="InvalidOperationException">Not called from a coroutine.</exception>
    public static void Defer(Action cleanup)
    {
        ThrowHelper.IfNull(cleanup, nameof(cleanup));
        Defer(new DeferredCall(() =>
        {
            cleanup();
            return null;
        }));
    }

    /// <param name="cleanup">Makes the coroutine, when its turn has come.</param>
    /// <inheritdoc cref="Defer(IEnumerator{Awaitable})"/>
    public static void Defer(Func<IEnumerator<Awaitable>> cleanup)
    {
        ThrowHelper.IfNull(cleanup, nameof(cleanup));
        Defer(new DeferredCall(() => Await(cleanup())));
    }

    private static void Defer(Frame cleanup) => CoTask.CurrentOrThrow("Defer").InnermostCoroutine.Defer(cleanup);
}

/// <summary>A clean-up that is called when its turn has come.</summary>
/// <param name="cleanup">What to call; what it returns is awaited, null for nothing.</param>
file sealed class DeferredCall(Func<Awaitable?> cleanup) : PlainFrame
{
    internal override Awaitable Start(CoTask task) => cleanup() ?? Completed;

    internal override Awaitable Resume(CoTask task) => Completed;

    internal override Awaitable Throw(CoTask task, Exception exception) => Awaitable.Failure(exception);

    // What it returns is not run any more: nobody is left to step it.
    internal override Exception Abort(Exception fault)
    {
        if (IsEntered)
        {
            return fault;
        }

        try
        {
            _ = cleanup();
            return fault;
        }
        catch (Exception thrown)
        {
            return Replacement.Of(fault, thrown);
        }
    }
}
