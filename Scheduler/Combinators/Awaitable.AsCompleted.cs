using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Gives the results of several things in the order in which they get done: asyncio's <c>as_completed</c>.</summary>
    /// <param name="awaitables">
    /// What to wait for. Whatever is no task or future gets a task of its own, at once. The same thing given twice counts once.
    /// </param>
    /// <param name="timeout">
    /// How long from now, in seconds or as a <see cref="TimeSpan"/>; null for as long as it takes. When the time is up, each wait
    /// for one that is not done ends with a <see cref="TimeoutException"/>; the tasks go on.
    /// </param>
    /// <returns>
    /// The results, or by its property <see cref="Completions{TFuture, T}.Tasks"/> the tasks, to be iterated: each step is to be
    /// yielded, and then has its result.
    /// </returns>
    /// <remarks>
    /// One that is done is given in the iteration after; whoever waits for it goes on in the one after that. A wait for
    /// one that has been given already costs no iteration. A cancel of a task that waits leaves all the others alone.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null, or an empty (default) awaitable.</exception>
    /// <exception cref="ArgumentException">A task or future belongs to another scheduler.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is NaN.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread.</exception>
    public static Completions<Future, object?> AsCompleted(IEnumerable<Awaitable> awaitables, Duration? timeout = null) => Complete<Future>(
        Children.Of(awaitables, nameof(AsCompleted), out Scheduler scheduler), scheduler, timeout);

    /// <param name="coroutines">The coroutines, each of which gets a task of its own. Values that they return are dropped.</param>
    /// <param name="timeout">How long from now; null for as long as it takes.</param>
    /// <inheritdoc cref="AsCompleted(IEnumerable{Awaitable}, Duration?)"/>
    public static Completions<CoTask, object?> AsCompleted(
        IEnumerable<IEnumerator<Awaitable>> coroutines, Duration? timeout = null) => Complete<CoTask>(
        Children.Of(coroutines, nameof(AsCompleted), out Scheduler scheduler), scheduler, timeout);

    /// <typeparam name="TFuture">The type of the tasks or futures.</typeparam>
    /// <param name="futures">The tasks or futures. The same one given twice counts once.</param>
    /// <param name="timeout">How long from now; null for as long as it takes.</param>
    /// <inheritdoc cref="AsCompleted(IEnumerable{Awaitable}, Duration?)"/>
    [OverloadResolutionPriority(1)]
    public static Completions<TFuture, object?> AsCompleted<TFuture>(IEnumerable<TFuture> futures, Duration? timeout = null)
        where TFuture : Future => Complete<TFuture>(
        Children.Of(futures, nameof(AsCompleted), out Scheduler scheduler), scheduler, timeout);

    /// <typeparam name="T">The type of what they return.</typeparam>
    /// <param name="coroutines">The coroutines, each of which gets a task of its own.</param>
    /// <param name="timeout">How long from now; null for as long as it takes.</param>
    /// <inheritdoc cref="AsCompleted(IEnumerable{Awaitable}, Duration?)"/>
    public static Completions<CoTask<T>, T> AsCompleted<T>(
        IEnumerable<IEnumerator<Awaitable>> coroutines, Duration? timeout = null) => Complete<CoTask<T>, T>(
        Children.Of<T>(coroutines, nameof(AsCompleted), out Scheduler scheduler), scheduler, timeout);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <inheritdoc cref="AsCompleted(IEnumerable{Awaitable}, Duration?)"/>
    [OverloadResolutionPriority(1)]
    public static Completions<Future, T> AsCompleted<T>(IEnumerable<Awaitable<T>> awaitables, Duration? timeout = null) =>
        Complete<Future, T>(Children.Of(awaitables, nameof(AsCompleted), out Scheduler scheduler), scheduler, timeout);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="futures">The futures. The same one given twice counts once.</param>
    /// <param name="timeout">How long from now; null for as long as it takes.</param>
    /// <inheritdoc cref="AsCompleted(IEnumerable{Awaitable}, Duration?)"/>
    [OverloadResolutionPriority(2)]
    public static Completions<Future<T>, T> AsCompleted<T>(IEnumerable<Future<T>> futures, Duration? timeout = null) =>
        Complete<Future<T>, T>(Children.Of(futures, nameof(AsCompleted), out Scheduler scheduler), scheduler, timeout);

    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tasks">The tasks. The same one given twice counts once.</param>
    /// <param name="timeout">How long from now; null for as long as it takes.</param>
    /// <inheritdoc cref="AsCompleted(IEnumerable{Awaitable}, Duration?)"/>
    [OverloadResolutionPriority(3)]
    public static Completions<CoTask<T>, T> AsCompleted<T>(IEnumerable<CoTask<T>> tasks, Duration? timeout = null) =>
        Complete<CoTask<T>, T>(Children.Of(tasks, nameof(AsCompleted), out Scheduler scheduler), scheduler, timeout);

    private static Completions<TFuture, object?> Complete<TFuture>(Future[] futures, Scheduler scheduler, Duration? timeout)
        where TFuture : Future =>
        new(Complete(futures, scheduler, timeout), static future => future.BoxedResult);

    private static Completions<TFuture, T> Complete<TFuture, T>(Future[] futures, Scheduler scheduler, Duration? timeout)
        where TFuture : Future =>
        new(Complete(futures, scheduler, timeout), static future => Children.ResultOf<T>(future));

    private static CompletionQueue Complete(Future[] futures, Scheduler scheduler, Duration? timeout) =>
        new(scheduler, [.. new HashSet<Future>(futures, ReferenceEqualityComparer.Instance)], timeout?.Seconds);
}
