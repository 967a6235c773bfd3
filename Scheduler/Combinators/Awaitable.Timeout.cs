namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// Opens a block with a deadline in the calling coroutine: asyncio's <c>timeout</c>. To be used as
    /// <c>using (Timeout(1.0)) { … }</c>.
    /// </summary>
    /// <param name="delay">
    /// How long from now, in seconds or as a <see cref="TimeSpan"/>; 0 or less expires in the next iteration; null never.
    /// </param>
    /// <returns>The timeout, which can be rescheduled, and tells whether it has expired.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is NaN.</exception>
    /// <exception cref="InvalidOperationException">Not called from a coroutine.</exception>
    public static CoTimeout Timeout(Duration? delay)
    {
        CoTask task = CoTask.CurrentOrThrow("A timeout");
        double now = task.Now;
        return new CoTimeout(task, task.InnermostCoroutine, now + delay?.Seconds, now);
    }

    /// <summary>
    /// Opens a block that ends at a moment in the calling coroutine: asyncio's <c>timeout_at</c>. To be used as
    /// <c>using (TimeoutAt(when)) { … }</c>.
    /// </summary>
    /// <param name="when">
    /// The deadline, in seconds of <see cref="Scheduler.Time"/>, or in a group of <see cref="Now"/>; one that has passed expires in the next iteration; null
    /// never.
    /// </param>
    /// <returns>The timeout, which can be rescheduled, and tells whether it has expired.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="when"/> is NaN.</exception>
    /// <exception cref="InvalidOperationException">Not called from a coroutine.</exception>
    public static CoTimeout TimeoutAt(double? when)
    {
        ThrowHelper.IfNaN(when ?? 0, nameof(when));
        CoTask task = CoTask.CurrentOrThrow("A timeout");
        return new CoTimeout(task, task.InnermostCoroutine, when, task.Now);
    }
}
