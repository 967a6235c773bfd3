namespace Coroutines.Tests.Examples;

/// <summary>
/// The system's clock, but so many times as fast. Unlike a virtual clock it waits for what goes on outside.
/// </summary>
internal sealed class FastClock(int speed) : TimeProvider
{
    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => System.GetTimestamp() * speed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime / speed, period);
}
