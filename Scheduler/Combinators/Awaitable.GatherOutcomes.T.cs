using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <typeparam name="T">The type of what they return.</typeparam>
    /// <param name="coroutines">The coroutines. The same one given twice is one child.</param>
    /// <inheritdoc cref="GatherOutcomes(Awaitable[])"/>
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(params IEnumerator<Awaitable>[] coroutines) =>
        GatherOutcomes<T>((IEnumerable<IEnumerator<Awaitable>>)coroutines);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="awaitables">What to wait for. Whatever is no task or future gets a task of its own, at once.</param>
    /// <inheritdoc cref="GatherOutcomes(Awaitable[])"/>
    [OverloadResolutionPriority(1)]
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(params Awaitable<T>[] awaitables) =>
        GatherOutcomes((IEnumerable<Awaitable<T>>)awaitables);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="futures">The futures. The same one given twice is one child.</param>
    /// <inheritdoc cref="GatherOutcomes(Awaitable[])"/>
    [OverloadResolutionPriority(2)]
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(params Future<T>[] futures) =>
        GatherOutcomes((IEnumerable<Future<T>>)futures);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tasks">The tasks. The same one given twice is one child.</param>
    /// <inheritdoc cref="GatherOutcomes(Awaitable[])"/>
    [OverloadResolutionPriority(3)]
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(params CoTask<T>[] tasks) =>
        GatherOutcomes((IEnumerable<CoTask<T>>)tasks);

    /// <inheritdoc cref="GatherOutcomes{T}(IEnumerator{Awaitable}[])"/>
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<IEnumerator<Awaitable>> coroutines) =>
        GatherOutcomes<T>(Children.Of<T>(coroutines, nameof(GatherOutcomes), out Scheduler scheduler), scheduler);

    /// <inheritdoc cref="GatherOutcomes{T}(Awaitable{T}[])"/>
    [OverloadResolutionPriority(1)]
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<Awaitable<T>> awaitables) =>
        GatherOutcomes<T>(Children.Of(awaitables, nameof(GatherOutcomes), out Scheduler scheduler), scheduler);

    /// <inheritdoc cref="GatherOutcomes{T}(Future{T}[])"/>
    [OverloadResolutionPriority(2)]
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<Future<T>> futures) =>
        GatherOutcomes<T>(Children.Of(futures, nameof(GatherOutcomes), out Scheduler scheduler), scheduler);

    /// <inheritdoc cref="GatherOutcomes{T}(CoTask{T}[])"/>
    [OverloadResolutionPriority(3)]
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<CoTask<T>> tasks) =>
        GatherOutcomes<T>(Children.Of(tasks, nameof(GatherOutcomes), out Scheduler scheduler), scheduler);

    private static GatherFuture<Outcome<T>[]> GatherOutcomes<T>(Future[] children, Scheduler scheduler) => new(
        scheduler,
        children,
        collectsOutcomes: true,
        static children => Array.ConvertAll(children, static child => Outcome<T>.Of(child)));
}
