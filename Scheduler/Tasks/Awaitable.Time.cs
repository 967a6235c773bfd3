namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Suspends for a while: asyncio's <c>sleep</c>. Allocates nothing.</summary>
    /// <param name="seconds">How long, in seconds. 0 or less is a bare yield; infinity sleeps until it is cancelled.</param>
    /// <returns>What to yield.</returns>
    /// <remarks>
    /// The time counts from the <c>yield return</c>. In a game loop it is frame time. As in asyncio, the timer fires in
    /// one iteration and the coroutine resumes in the next.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is NaN.</exception>
    public static Awaitable Sleep(double seconds)
    {
        ThrowHelper.IfNaN(seconds, nameof(seconds));
        return OfSeconds(seconds);
    }

    /// <inheritdoc cref="Sleep(double)"/>
    /// <param name="time">How long. Zero or less is a bare yield.</param>
    public static Awaitable Sleep(TimeSpan time) => OfSeconds(time.TotalSeconds);

    /// <summary>
    /// The bare yield: lets everything else that is ready run first, and resumes in the next iteration of a run or in the
    /// next Tick of a game loop. The same as <c>yield return null</c>, and as asyncio's <c>sleep(0)</c>.
    /// </summary>
    /// <returns>What to yield.</returns>
    public static Awaitable Yield() => new(BareYield);

    /// <summary>
    /// Resumes in the next Tick of a game loop, as a bare yield does, in the order in which coroutines yielded; in a run,
    /// in the next iteration.
    /// </summary>
    /// <returns>What to yield.</returns>
    public static Awaitable NextFrame() => Yield();

    /// <summary>
    /// Suspends until a predicate is true. It is asked once per iteration, at the end of each Tick in a game loop, and in
    /// an idle run every <see cref="SchedulerOptions.PredicateInterval"/>; at the <c>yield return</c> itself it is not asked.
    /// </summary>
    /// <param name="predicate">
    /// What to ask; called on the scheduler's thread, with the task's <see cref="AsyncLocal{T}"/> values, but outside of its
    /// steps. Its exception fails the wait, and hurts nobody else.
    /// </param>
    /// <returns>What to yield, once.</returns>
    /// <remarks>Where something can tell you of the change, await a future or an event instead: they cost nothing while they wait.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="predicate"/> is null.</exception>
    public static Awaitable WaitUntil(Func<bool> predicate)
    {
        ThrowHelper.IfNull(predicate, nameof(predicate));
        return new Awaitable(new PredicateWait(predicate, awaited: true), AwaitableKind.Suspension);
    }

    /// <summary>Suspends while a predicate is true; asked as <see cref="WaitUntil"/> does.</summary>
    /// <inheritdoc cref="WaitUntil"/>
    public static Awaitable WaitWhile(Func<bool> predicate)
    {
        ThrowHelper.IfNull(predicate, nameof(predicate));
        return new Awaitable(new PredicateWait(predicate, awaited: false), AwaitableKind.Suspension);
    }
}
