namespace Coroutines;

/// <summary>The scheduler's own time, or its count of frames.</summary>
internal sealed class LoopTimeline(TimerQueue timers, HostAlarm host, Func<double> now, Func<double> frameStart) : Timeline(timers)
{
    internal override double Now => now();

    internal override double FrameStart => frameStart();

    internal override double NowWhen(double schedulerTime) => schedulerTime;

    internal override double Rate => 1;

    internal override void TimersChanged() => host.Raise();
}
