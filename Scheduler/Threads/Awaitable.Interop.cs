namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// Awaits a .NET task: asyncio's <c>wrap_future</c>. One that is completed already costs no iteration.
    /// </summary>
    /// <param name="task">The task. It may complete on any thread.</param>
    /// <returns>What to yield.</returns>
    /// <remarks>
    /// <para>Its exception is thrown into the coroutine as it is. That of a task that was cancelled is an ordinary error too
    /// (asyncio makes a cancel of it): nobody has cancelled the coroutine. It is a <see cref="TaskCanceledException"/> or another
    /// <see cref="OperationCanceledException"/>, and <c>Catch&lt;Exception&gt;</c> and <c>Settle</c> see it.</para>
    /// <para>A cancel of the coroutine ends the wait, while the .NET task goes on. For one that is to be told, there is
    /// <see cref="Await(Func{CancellationToken, Task})"/>.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="task"/> is null.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread.</exception>
    public static Awaitable Await(Task task)
    {
        ThrowHelper.IfNull(task, nameof(task));
        return DotNetTask.ToFuture(task);
    }

    /// <inheritdoc cref="Await(Task)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public static Awaitable<T> Await<T>(Task<T> task)
    {
        ThrowHelper.IfNull(task, nameof(task));
        return DotNetTask.ToFuture(task);
    }

    /// <inheritdoc cref="Await(Task)"/>
    public static Awaitable Await(ValueTask task) => DotNetTask.ToFuture(task.AsTask());

    /// <inheritdoc cref="Await(Task)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public static Awaitable<T> Await<T>(ValueTask<T> task) => DotNetTask.ToFuture(task.AsTask());
}
