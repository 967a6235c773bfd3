using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// A clock for tests: when nothing is ready, a run under it jumps straight to the next deadline instead of waiting, so
/// a program that sleeps for an hour is over at once, with exact times.
/// </summary>
/// <remarks>
/// Give it in <see cref="SchedulerOptions.TimeProvider"/>. Times are kept as <c>double</c> seconds and compared exactly,
/// at any magnitude. When nothing can ever happen again, the run ends with a <see cref="DeadlockException"/>. What comes
/// from outside (sockets, .NET tasks) is looked at before each jump, but not waited for while a timer is set. It is moved by one
/// thread at a time; the time may be read, and timers of .NET's be set, on any. asyncio has no counterpart; its test suites patch
/// <c>loop.time</c>.
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset _epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DateTimeOffset _start;
    private double _time;
    private ClockTimers? _timers;

    /// <summary>Creates a clock that stands at 0 seconds, on 1 January 2000 (UTC).</summary>
    public VirtualClock()
        : this(_epoch)
    {
    }

    /// <summary>Creates a clock that stands at 0 seconds.</summary>
    /// <param name="start">What <see cref="GetUtcNow"/> says at 0 seconds.</param>
    public VirtualClock(DateTimeOffset start) => _start = start;

    /// <summary>The seconds since the start. May be read on any thread.</summary>
    public double Time
    {
        get => Volatile.Read(ref _time);
        private set => Volatile.Write(ref _time, value);
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>
    /// Moves the clock by hand, as if a step of a coroutine had taken that long. Nothing runs here; what has become due
    /// runs in the scheduler's next iteration.
    /// </summary>
    /// <param name="seconds">How far, in seconds.</param>
    /// <remarks>
    /// Where no scheduler runs by the clock, timers of .NET's (see <see cref="CreateTimer"/>) fire here, each at its time, one after the
    /// other; what their callbacks throw comes out of here.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="seconds"/> is negative or not finite, or the time would not be finite any more.
    /// </exception>
    public void Advance(double seconds) => Timers.PassTo(TimeAfter(seconds));

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

    /// <summary>
    /// Sets a timer of .NET's by this clock: what <c>Task.Delay(time, clock)</c>, <c>new CancellationTokenSource(time, clock)</c>,
    /// <c>new PeriodicTimer(time, clock)</c> and libraries that take a <see cref="TimeProvider"/> stand on. May be called on any thread.
    /// </summary>
    /// <param name="callback">What to call; with the <see cref="AsyncLocal{T}"/> values of this call.</param>
    /// <param name="state">What to call it with.</param>
    /// <param name="dueTime">When, counted from now; <see cref="Timeout.InfiniteTimeSpan"/> is never.</param>
    /// <param name="period">
    /// The distance between the calls after the first one, without drift; 0 and <see cref="Timeout.InfiniteTimeSpan"/> are for no more than
    /// one call.
    /// </param>
    /// <returns>The timer, whose members may be called on any thread.</returns>
    /// <remarks>
    /// <para>While a scheduler lives that has run by this clock, its timers are that scheduler's: a run jumps to them as to a sleep, a
    /// Tick passes them at exactly their time, and the callback runs on the loop's thread, in the order of the deadlines, equal ones as they
    /// were set. What the callback throws goes to the exception handler. So what goes on in it directly, as a method does that awaits a
    /// <c>Task.Delay</c>, takes no time and has its place in the order; what goes on on another thread is not waited for.</para>
    /// <para>Where no scheduler has run by the clock, or the last one was disposed, <see cref="Advance(double)"/> fires them.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="dueTime"/> or <paramref name="period"/> is negative, and not <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ThrowHelper.IfNull(callback, nameof(callback));
        var timer = new VirtualTimer(Timers, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>What .NET has set by it.</summary>
    internal ClockTimers Timers =>
        Volatile.Read(ref _timers) ?? Interlocked.CompareExchange(ref _timers, new ClockTimers(this), null) ?? _timers;

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

    private string DebuggerDisplay => $"virtual clock at {SecondsText.Of(Time)} s";
}
