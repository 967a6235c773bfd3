namespace Coroutines;

/// <summary>
/// What a coroutine can wait for: a task or future, what an operation gives, a block of <c>Try</c>, a group, a ticker. With it a
/// combinator takes any mix of them: <c>Gather(task, future, Sleep(1))</c>. Only this library implements it.
/// </summary>
/// <remarks>asyncio's "awaitable", apart from coroutines, which are plain iterators here.</remarks>
public interface IAwaitable
{
    /// <summary>The same as what a coroutine yields.</summary>
    internal Awaitable ToAwaitable();

    /// <summary>A future or task as it is; a task of its own for anything else: asyncio's <c>ensure_future</c>.</summary>
    internal Future EnsureFuture(Scheduler scheduler) => ToAwaitable().EnsureFuture(scheduler);
}

/// <summary>What a coroutine can wait for, with a result.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <inheritdoc cref="IAwaitable" path="/remarks"/>
public interface IAwaitable<out T> : IAwaitable;
