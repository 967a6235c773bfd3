namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>Runs until what is given is done: asyncio's <c>run_until_complete</c>.</summary>
    /// <param name="awaitable">What to await, such as a <c>Wait</c> or a <c>Sleep</c>.</param>
    /// <inheritdoc cref="RunUntilComplete(IEnumerator{Awaitable})"/>
    public void RunUntilComplete(Awaitable awaitable)
    {
        VerifyMayEnter(nameof(RunUntilComplete));
        RunUntilComplete(awaitable.EnsureFuture(this));
    }

    /// <summary>Runs until what is given is done: asyncio's <c>run_until_complete</c>.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="awaitable">What to await, such as a <c>Gather</c>.</param>
    /// <returns>The result.</returns>
    /// <inheritdoc cref="RunUntilComplete(IEnumerator{Awaitable})"/>
    public T RunUntilComplete<T>(Awaitable<T> awaitable)
    {
        VerifyMayEnter(nameof(RunUntilComplete));
        Future future = Awaitable.EnsureFuture(awaitable, this);
        RunUntilComplete(future);
        return Children.ResultOf<T>(future);
    }
}
