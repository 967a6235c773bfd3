namespace Coroutines;

/// <summary>A time of its own, and the deadlines that are set in it.</summary>
/// <remarks>
/// The scheduler's own are its seconds and its frames. A group of tasks may have others below them, see
/// <see cref="DomainTimeline"/>.
/// </remarks>
internal abstract class Timeline(TimerQueue timers)
{
    internal TimerQueue Timers => timers;

    /// <summary>What time it is.</summary>
    internal abstract double Now { get; }

    /// <summary>What time it was when the frame began.</summary>
    internal abstract double FrameStart { get; }

    /// <summary>What time it is here when the scheduler's own is so late. Asks no clock.</summary>
    internal abstract double NowWhen(double schedulerTime);

    /// <summary>How fast it goes at this moment, compared with the scheduler's own.</summary>
    internal abstract double Rate { get; }

    /// <summary>Sets a timer. One at infinity is never due, so it is kept in no queue.</summary>
    internal void Add(double when, ITimed target)
    {
        if (when < double.PositiveInfinity)
        {
            if (timers.Order.Lateness is { } lateness && when > Now)
            {
                when = lateness.Postpone(this, when, target);
            }

            // No further back than a number: the queue calculates with the distances between deadlines.
            timers.Add(Math.Max(when, double.MinValue), target);
            TimersChanged();
        }
    }

    internal void Cancel(ITimed target)
    {
        // One that is never due has nothing in the queue that could be counted as cancelled.
        if (target.TimerToken != 0)
        {
            timers.Cancel(target);
            TimersChanged();
        }
    }

    /// <summary>Another deadline may be the earliest now.</summary>
    internal abstract void TimersChanged();
}
