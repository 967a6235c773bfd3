using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <typeparam name="T">The type of what they return.</typeparam>
    /// <param name="coroutines">The coroutines; at least one.</param>
    /// <returns>What to yield; then it says who has won: its place among the arguments, and its result.</returns>
    /// <inheritdoc cref="Race(Awaitable[])"/>
    public static Awaitable<(int Index, T Result)> Race<T>(params IEnumerator<Awaitable>[] coroutines) => Race<T>((IEnumerable<IEnumerator<Awaitable>>)coroutines);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="awaitables">What takes part; at least one. Whatever is no task or future gets a task of its own, at once.</param>
    /// <returns>What to yield; then it says who has won: its place among the arguments, and its result.</returns>
    /// <inheritdoc cref="Race(Awaitable[])"/>
    [OverloadResolutionPriority(1)]
    public static Awaitable<(int Index, T Result)> Race<T>(params Awaitable<T>[] awaitables) => Race((IEnumerable<Awaitable<T>>)awaitables);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="futures">The futures; at least one.</param>
    /// <returns>What to yield; then it says who has won: its place among the arguments, and its result.</returns>
    /// <inheritdoc cref="Race(Awaitable[])"/>
    [OverloadResolutionPriority(2)]
    public static Awaitable<(int Index, T Result)> Race<T>(params Future<T>[] futures) => Race((IEnumerable<Future<T>>)futures);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tasks">The tasks; at least one.</param>
    /// <returns>What to yield; then it says who has won: its place among the arguments, and its result.</returns>
    /// <inheritdoc cref="Race(Awaitable[])"/>
    [OverloadResolutionPriority(3)]
    public static Awaitable<(int Index, T Result)> Race<T>(params CoTask<T>[] tasks) => Race((IEnumerable<CoTask<T>>)tasks);

    /// <param name="coroutines">The coroutines; at least one.</param>
    /// <param name="delay">
    /// How long after one the next one starts, in seconds or as a <see cref="TimeSpan"/>; it starts at once when the one
    /// before fails. Infinity runs them one after the other; null starts them all at once.
    /// </param>
    /// <inheritdoc cref="Race{T}(IEnumerator{Awaitable}[])"/>
    public static Awaitable<(int Index, T Result)> Race<T>(IEnumerable<IEnumerator<Awaitable>> coroutines, Duration? delay = null) => RaceOf(
        coroutines, delay, static (coroutine, scheduler) => scheduler.CreateTask<T>(coroutine), Children.ResultOf<T>);

    /// <inheritdoc cref="Race{T}(Awaitable{T}[])"/>
    [OverloadResolutionPriority(1)]
    public static Awaitable<(int Index, T Result)> Race<T>(IEnumerable<Awaitable<T>> awaitables) => RaceOf(
        Children.Of(awaitables, nameof(Race), out Scheduler scheduler), scheduler, Children.ResultOf<T>);

    /// <inheritdoc cref="Race{T}(Future{T}[])"/>
    [OverloadResolutionPriority(2)]
    public static Awaitable<(int Index, T Result)> Race<T>(IEnumerable<Future<T>> futures) => RaceOf(
        Children.Of(futures, nameof(Race), out Scheduler scheduler), scheduler, Children.ResultOf<T>);

    /// <inheritdoc cref="Race{T}(CoTask{T}[])"/>
    [OverloadResolutionPriority(3)]
    public static Awaitable<(int Index, T Result)> Race<T>(IEnumerable<CoTask<T>> tasks) => RaceOf(
        Children.Of(tasks, nameof(Race), out Scheduler scheduler), scheduler, Children.ResultOf<T>);
}
