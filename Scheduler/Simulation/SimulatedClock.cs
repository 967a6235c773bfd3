namespace Coroutines.Testing;

/// <summary>The clock of a host, which may be wrong.</summary>
internal sealed class SimulatedClock(SimulatedHost host) : TimeProvider
{
    private static readonly DateTimeOffset _epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _epoch.AddTicks(TicksOf(host.Time + host.ClockOffset));

    // What counts the seconds knows no date, and never jumps.
    public override long GetTimestamp() => TicksOf(host.Time);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("The clock of a simulated host makes no .NET timers. Use Sleep or CallLater instead of a timer or Task.Delay.");

    private static long TicksOf(double seconds) => (long)Math.Round(seconds * TimeSpan.TicksPerSecond);
}
