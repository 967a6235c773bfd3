using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="awaitables">
    /// What to wait for. Whatever is no task or future gets a task of its own, at once. The same thing given twice is one child.
    /// </param>
    /// <returns>What to yield; then it has the results, in the order of the arguments.</returns>
    /// <inheritdoc cref="Gather(IAwaitable[])"/>
    public static Awaitable<T[]> Gather<T>(params IAwaitable<T>[] awaitables) => Gather((IEnumerable<IAwaitable<T>>)awaitables);

    /// <summary>Runs several coroutines that return a value side by side, each as a task of its own: asyncio's <c>gather</c>.</summary>
    /// <typeparam name="T">The type of what they return.</typeparam>
    /// <param name="coroutines">The coroutines. The same one given twice is one child.</param>
    /// <returns>What to yield; then it has the results, in the order of the arguments.</returns>
    /// <inheritdoc cref="Gather(IAwaitable[])"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable<T[]> Gather<T>(params IEnumerator<Awaitable>[] coroutines) =>
        Gather<T>((IEnumerable<IEnumerator<Awaitable>>)coroutines);

    /// <inheritdoc cref="Gather{T}(IAwaitable{T}[])"/>
    public static Awaitable<T[]> Gather<T>(IEnumerable<IAwaitable<T>> awaitables) =>
        GatherResults<T>(Children.Of(awaitables, nameof(Gather), out Scheduler scheduler), scheduler);

    /// <inheritdoc cref="Gather{T}(IAwaitable{T}[])"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable<T[]> Gather<T>(IEnumerable<Awaitable<T>> awaitables) =>
        GatherResults<T>(Children.Of(awaitables, nameof(Gather), out Scheduler scheduler), scheduler);

    /// <inheritdoc cref="Gather{T}(IEnumerator{Awaitable}[])"/>
    public static Awaitable<T[]> Gather<T>(IEnumerable<IEnumerator<Awaitable>> coroutines) =>
        GatherResults<T>(Children.Of<T>(coroutines, nameof(Gather), out Scheduler scheduler), scheduler);

    private static GatherFuture<T[]> GatherResults<T>(Future[] children, Scheduler scheduler) => new(
        scheduler,
        children,
        collectsOutcomes: false,
        static children => Array.ConvertAll(children, Children.ResultOf<T>));
}
