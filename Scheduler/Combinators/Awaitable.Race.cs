using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// Waits for the first of several things that succeeds, and cancels the others: in meaning, asyncio's
    /// <c>staggered_race</c>.
    /// </summary>
    /// <param name="awaitables">
    /// What takes part; at least one. Whatever is no task or future gets a task of its own, at once.
    /// </param>
    /// <returns>
    /// A future that says who has won: its place among the arguments, and its result. (An untyped coroutine has none.)
    /// </returns>
    /// <remarks>
    /// <para>Who fails, or is cancelled, is out of the race. Once there is a winner, the others are cancelled, in the order of
    /// the arguments, and waited for; what they still fail with counts as seen. When all have failed, an
    /// <see cref="AggregateException"/> has their exceptions, in the order of the arguments.</para>
    /// <para>It costs three iterations with a coroutine that does not suspend, and as many more as the others need to
    /// end. Of two that succeed in one iteration, the one that did so first wins.</para>
    /// <para>A cancel, of this future or of a task that awaits it, goes to all that take part. It ends, cancelled, when
    /// they have.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null, or an empty (default) awaitable.</exception>
    /// <exception cref="ArgumentException">There are none; or a task or future belongs to another scheduler.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread.</exception>
    public static Future<(int Index, object? Result)> Race(params IAwaitable[] awaitables) =>
        Race((IEnumerable<IAwaitable>)awaitables);

    /// <summary>
    /// Runs several coroutines, each as a task of its own, until the first one succeeds, and cancels the others: in meaning,
    /// asyncio's <c>staggered_race</c>.
    /// </summary>
    /// <param name="coroutines">The coroutines; at least one. Values that they return are dropped.</param>
    /// <inheritdoc cref="Race(IAwaitable[])"/>
    [OverloadResolutionPriority(-1)]
    public static Future<(int Index, object? Result)> Race(params IEnumerator<Awaitable>[] coroutines) =>
        Race((IEnumerable<IEnumerator<Awaitable>>)coroutines);

    /// <inheritdoc cref="Race(IAwaitable[])"/>
    public static Future<(int Index, object? Result)> Race(IEnumerable<IAwaitable> awaitables) => RaceOf(
        Children.Of(awaitables, nameof(Race), out Scheduler scheduler), scheduler, static child => child.BoxedResult);

    /// <inheritdoc cref="Race(IAwaitable[])"/>
    [OverloadResolutionPriority(-1)]
    public static Future<(int Index, object? Result)> Race(IEnumerable<Awaitable> awaitables) => RaceOf(
        Children.Of(awaitables, nameof(Race), out Scheduler scheduler), scheduler, static child => child.BoxedResult);

    /// <param name="coroutines">The coroutines; at least one. Values that they return are dropped.</param>
    /// <param name="delay">
    /// How long after one the next one starts, in seconds or as a <see cref="TimeSpan"/>; it starts at once when the one
    /// before fails. Infinity runs them one after the other; null starts them all at once.
    /// </param>
    /// <inheritdoc cref="Race(IEnumerator{Awaitable}[])"/>
    public static Future<(int Index, object? Result)> Race(
        IEnumerable<IEnumerator<Awaitable>> coroutines, Duration? delay = null) => RaceOf(
        coroutines, delay, static (coroutine, scheduler) => scheduler.CreateTask(coroutine), static child => child.BoxedResult);

    private static RaceFuture<T> RaceOf<T>(Future[] children, Scheduler scheduler, Func<Future, T> result)
    {
        VerifyRace(children.Length);
        return new RaceFuture<T>(scheduler, children, result);
    }

    private static RaceFuture<T> RaceOf<T>(
        IEnumerable<IEnumerator<Awaitable>> coroutines,
        Duration? delay,
        Func<IEnumerator<Awaitable>, Scheduler, Future> start,
        Func<Future, T> result)
    {
        ThrowHelper.IfNull(coroutines, nameof(coroutines));
        IEnumerator<Awaitable>[] given = coroutines.ToArray();
        VerifyRace(given.Length);
        Scheduler scheduler = Children.Verify(given, nameof(Race));
        return new RaceFuture<T>(
            scheduler, new Future?[given.Length], result, index => start(given[index], scheduler), delay?.Seconds);
    }

    private static void VerifyRace(int count)
    {
        if (count == 0)
        {
            throw new ArgumentException($"{Children.Name(nameof(Race))} was given nobody to race.");
        }
    }
}
