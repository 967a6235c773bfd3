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

/// <summary>A sleep by the scheduler's clock, whatever the group's does.</summary>
/// <remarks>
/// Beside its kind an awaitable has room for 56 of the 64 bits of the seconds. The object stands for the last eight: so there are 256
/// of them, made once, and no such sleep needs an object of its own.
/// </remarks>
file sealed class UnscaledSleep : Suspension
{
    private const int OwnBits = 8;
    private const int OwnMask = (1 << OwnBits) - 1;

    private static readonly UnscaledSleep[] _all = [.. Enumerable.Range(0, 1 << OwnBits).Select(static bits => new UnscaledSleep(bits))];

    private readonly long _bits;

    private UnscaledSleep(int bits) => _bits = bits;

    /// <summary>What to yield, to sleep for so long.</summary>
    internal static Awaitable Of(double seconds)
    {
        long bits = BitConverter.DoubleToInt64Bits(seconds);
        return new Awaitable(_all[bits & OwnMask], bits >> OwnBits);
    }

    internal override Awaitable Begin(CoTask task, long argument)
    {
        double seconds = BitConverter.Int64BitsToDouble((argument << OwnBits) | _bits);
        if (task.Domain is null || !(seconds > 0))
        {
            return Awaitable.OfSeconds(seconds);
        }

        return (task.Scheduler.Games.UnscaledWaits.Take() ?? new UnscaledWait()).Begin(task, seconds);
    }

    internal override void Abandon(CoTask task)
    {
        // Nobody waits on this itself: each has a wait of its own.
    }

    internal override string Describe() => "an unscaled sleep";
}
