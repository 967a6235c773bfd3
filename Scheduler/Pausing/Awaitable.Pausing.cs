namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// Suspends for a while by the scheduler's own time, which no group's pause and no time scale changes: for what is shown
    /// while a game is in slow motion. A coroutine whose group is paused goes on only after that, however. Allocates nothing once it
    /// is warm.
    /// </summary>
    /// <param name="time">How long, in seconds or as a <see cref="TimeSpan"/>. 0 is a bare yield.</param>
    /// <returns>What to yield; any number of times, and by several coroutines.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is NaN.</exception>
    public static Awaitable SleepUnscaled(Duration time) => UnscaledSleep.Of(time.Seconds);
}
