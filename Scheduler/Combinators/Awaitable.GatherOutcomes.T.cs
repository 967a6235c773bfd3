using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="awaitables">
    /// What to wait for. Whatever is no task or future gets a task of its own, at once. The same thing given twice is one child.
    /// </param>
    /// <inheritdoc cref="GatherOutcomes(IAwaitable[])"/>
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(params IAwaitable<T>[] awaitables) =>
        GatherOutcomes((IEnumerable<IAwaitable<T>>)awaitables);

    /// <typeparam name="T">The type of what they return.</typeparam>
    /// <param name="coroutines">The coroutines. The same one given twice is one child.</param>
    /// <inheritdoc cref="GatherOutcomes(IAwaitable[])"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(params IEnumerator<Awaitable>[] coroutines) =>
        GatherOutcomes<T>((IEnumerable<IEnumerator<Awaitable>>)coroutines);

    /// <inheritdoc cref="GatherOutcomes{T}(IAwaitable{T}[])"/>
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<IAwaitable<T>> awaitables) =>
        GatherOutcomes<T>(Children.Of(awaitables, nameof(GatherOutcomes), out Scheduler scheduler), scheduler);

    /// <inheritdoc cref="GatherOutcomes{T}(IAwaitable{T}[])"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<Awaitable<T>> awaitables) =>
        GatherOutcomes<T>(Children.Of(awaitables, nameof(GatherOutcomes), out Scheduler scheduler), scheduler);

    /// <inheritdoc cref="GatherOutcomes{T}(IEnumerator{Awaitable}[])"/>
    public static Awaitable<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<IEnumerator<Awaitable>> coroutines) =>
        GatherOutcomes<T>(Children.Of<T>(coroutines, nameof(GatherOutcomes), out Scheduler scheduler), scheduler);

    private static GatherFuture<Outcome<T>[]> GatherOutcomes<T>(Future[] children, Scheduler scheduler) => new(
        scheduler,
        children,
        collectsOutcomes: true,
        static children => Array.ConvertAll(children, static child => Outcome<T>.Of(child)));
}
