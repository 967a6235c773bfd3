using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="awaitables">What takes part; at least one. Whatever is no task or future gets a task of its own, at once.</param>
    /// <returns>What to yield; then it says who has won: its place among the arguments, and its result.</returns>
    /// <inheritdoc cref="Race(IAwaitable[])"/>
    public static Awaitable<(int Index, T Result)> Race<T>(params IAwaitable<T>[] awaitables) => Race((IEnumerable<IAwaitable<T>>)awaitables);

    /// <typeparam name="T">The type of what they return.</typeparam>
    /// <param name="coroutines">The coroutines; at least one.</param>
    /// <returns>What to yield; then it says who has won: its place among the arguments, and its result.</returns>
    /// <inheritdoc cref="Race(IAwaitable[])"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable<(int Index, T Result)> Race<T>(params IEnumerator<Awaitable>[] coroutines) =>
        Race<T>((IEnumerable<IEnumerator<Awaitable>>)coroutines);

    /// <inheritdoc cref="Race{T}(IAwaitable{T}[])"/>
    public static Awaitable<(int Index, T Result)> Race<T>(IEnumerable<IAwaitable<T>> awaitables) => RaceOf(
        Children.Of(awaitables, nameof(Race), out Scheduler scheduler), scheduler, Children.ResultOf<T>);

    /// <inheritdoc cref="Race{T}(IAwaitable{T}[])"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable<(int Index, T Result)> Race<T>(IEnumerable<Awaitable<T>> awaitables) => RaceOf(
        Children.Of(awaitables, nameof(Race), out Scheduler scheduler), scheduler, Children.ResultOf<T>);

    /// <param name="coroutines">The coroutines; at least one.</param>
    /// <param name="delay">
    /// How long after one the next one starts, in seconds or as a <see cref="TimeSpan"/>; it starts at once when the one
    /// before fails. Infinity runs them one after the other; null starts them all at once.
    /// </param>
    /// <inheritdoc cref="Race{T}(IEnumerator{Awaitable}[])"/>
    public static Awaitable<(int Index, T Result)> Race<T>(IEnumerable<IEnumerator<Awaitable>> coroutines, Duration? delay = null) => RaceOf(
        coroutines, delay, static (coroutine, scheduler) => scheduler.CreateTask<T>(coroutine), Children.ResultOf<T>);
}
