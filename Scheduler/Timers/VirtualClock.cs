namespace Coroutines;

/// <summary>
/// A clock for tests: when nothing is ready, a run under it jumps straight to the next deadline instead of waiting, so
/// a program that sleeps for an hour is over at once, with exact times.
/// </summary>
/// <remarks>
/// Give it in <see cref="SchedulerOptions.TimeProvider"/>. Times are kept as <c>double</c> seconds and compared exactly,
/// at any magnitude. When nothing can ever happen again, the run ends with a <see cref="DeadlockException"/>. What comes
/// from outside (sockets, .NET tasks) is looked at before each jump, but not waited for while a timer is set. Not safe for
/// use by several threads at once. asyncio has no counterpart; its test suites patch <c>loop.time</c>.
/// </remarks>
public sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset _epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DateTimeOffset _start;

    /// <summary>Creates a clock that stands at 0 seconds, on 1 January 2000 (UTC).</summary>
    public VirtualClock()
        : this(_epoch)
    {
    }

    /// <summary>Creates a clock that stands at 0 seconds.</summary>
    /// <param name="start">What <see cref="GetUtcNow"/> says at 0 seconds.</param>
    public VirtualClock(DateTimeOffset start) => _start = start;

    /// <summary>The seconds since the start.</summary>
    public double Time { get; private set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>
    /// Moves the clock by hand, as if a step of a coroutine had taken that long. Nothing runs here; what has become due
    /// runs in the scheduler's next iteration.
    /// </summary>
    /// <param name="seconds">How far, in seconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="seconds"/> is negative or not finite, or the time would not be finite any more.
    /// </exception>
    public void Advance(double seconds) => Time = TimeAfter(seconds);

    /// <inheritdoc cref="Advance(double)"/>
    /// <param name="time">How far.</param>
    public void Advance(TimeSpan time) => Advance(Duration.SecondsOf(time));

    /// <summary>UTC, so that local times are the same on every machine.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    /// <remarks>No later than the calendar's last moment.</remarks>
    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Math.Min(GetTimestamp(), DateTime.MaxValue.Ticks - Math.Max(_start.Ticks, _start.UtcTicks)));

    /// <inheritdoc/>
    /// <remarks>The largest there is for a time that is larger still, after some 29,000 years.</remarks>
    public override long GetTimestamp()
    {
        double ticks = Math.Round(Time * TimeSpan.TicksPerSecond);
        return ticks < long.MaxValue ? (long)ticks : long.MaxValue;
    }

    /// <summary>Not available: a timer of .NET's runs on a thread, where virtual time means nothing.</summary>
    /// <param name="callback">Unused.</param>
    /// <param name="state">Unused.</param>
    /// <param name="dueTime">Unused.</param>
    /// <param name="period">Unused.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException(
            "A VirtualClock drives the timers of a Scheduler only. Use Sleep or CallLater instead of a .NET timer or Task.Delay.");

    /// <summary>What time it is so many seconds from now.</summary>
    internal double TimeAfter(double seconds)
    {
        if (!(seconds >= 0) || double.IsInfinity(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A clock moves forward, by a finite number of seconds.");
        }

        double time = Time + seconds;
        return !double.IsInfinity(time) ? time : throw new ArgumentOutOfRangeException(
            nameof(seconds), seconds, $"The clock stands at {SecondsText.Of(Time)} s, and its time would become infinite.");
    }

    /// <summary>Jumps forward to a moment; a moment in the past leaves the clock where it is.</summary>
    internal void MoveTo(double time) => Time = Math.Max(Time, time);
}
