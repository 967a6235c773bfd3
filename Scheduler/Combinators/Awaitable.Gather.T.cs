using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Runs several coroutines that return a value side by side, each as a task of its own: asyncio's <c>gather</c>.</summary>
    /// <typeparam name="T">The type of what they return.</typeparam>
    /// <param name="coroutines">The coroutines. The same one given twice is one child.</param>
    /// <returns>What to yield; then it has the results, in the order of the arguments.</returns>
    /// <inheritdoc cref="Gather(Awaitable[])"/>
    public static Awaitable<T[]> Gather<T>(params IEnumerator<Awaitable>[] coroutines) =>
        Gather<T>((IEnumerable<IEnumerator<Awaitable>>)coroutines);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="awaitables">
    /// What to wait for. Whatever is no task or future gets a task of its own, at once. The same thing given twice is one child.
    /// </param>
    /// <returns>What to yield; then it has the results, in the order of the arguments.</returns>
    /// <inheritdoc cref="Gather(Awaitable[])"/>
    [OverloadResolutionPriority(1)]
    public static Awaitable<T[]> Gather<T>(params Awaitable<T>[] awaitables) => Gather((IEnumerable<Awaitable<T>>)awaitables);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="futures">The futures. The same one given twice is one child.</param>
    /// <returns>What to yield; then it has the results, in the order of the arguments.</returns>
    /// <inheritdoc cref="Gather(Awaitable[])"/>
    [OverloadResolutionPriority(2)]
    public static Awaitable<T[]> Gather<T>(params Future<T>[] futures) => Gather((IEnumerable<Future<T>>)futures);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tasks">The tasks. The same one given twice is one child.</param>
    /// <returns>What to yield; then it has the results, in the order of the arguments.</returns>
    /// <inheritdoc cref="Gather(Awaitable[])"/>
    [OverloadResolutionPriority(3)]
    public static Awaitable<T[]> Gather<T>(params CoTask<T>[] tasks) => Gather((IEnumerable<CoTask<T>>)tasks);

    /// <typeparam name="T">The type of what they return.</typeparam>
    /// <param name="coroutines">The coroutines. The same one given twice is one child.</param>
    /// <inheritdoc cref="Gather{T}(IEnumerator{Awaitable}[])"/>
    public static Awaitable<T[]> Gather<T>(IEnumerable<IEnumerator<Awaitable>> coroutines) =>
        GatherResults<T>(Children.Of<T>(coroutines, nameof(Gather), out Scheduler scheduler), scheduler);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="awaitables">What to wait for. Whatever is no task or future gets a task of its own, at once.</param>
    /// <inheritdoc cref="Gather{T}(Awaitable{T}[])"/>
    [OverloadResolutionPriority(1)]
    public static Awaitable<T[]> Gather<T>(IEnumerable<Awaitable<T>> awaitables) =>
        GatherResults<T>(Children.Of(awaitables, nameof(Gather), out Scheduler scheduler), scheduler);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="futures">The futures. The same one given twice is one child.</param>
    /// <inheritdoc cref="Gather{T}(Future{T}[])"/>
    [OverloadResolutionPriority(2)]
    public static Awaitable<T[]> Gather<T>(IEnumerable<Future<T>> futures) =>
        GatherResults<T>(Children.Of(futures, nameof(Gather), out Scheduler scheduler), scheduler);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tasks">The tasks. The same one given twice is one child.</param>
    /// <inheritdoc cref="Gather{T}(CoTask{T}[])"/>
    [OverloadResolutionPriority(3)]
    public static Awaitable<T[]> Gather<T>(IEnumerable<CoTask<T>> tasks) =>
        GatherResults<T>(Children.Of(tasks, nameof(Gather), out Scheduler scheduler), scheduler);

    private static GatherFuture<T[]> GatherResults<T>(Future[] children, Scheduler scheduler) => new(
        scheduler,
        children,
        collectsOutcomes: false,
        static children => Array.ConvertAll(children, Children.ResultOf<T>));
}
