namespace Coroutines;

// How long it sleeps, for whoever saves a game.
public partial class CoTask
{
    /// <summary>
    /// How long it still sleeps, in seconds of its group's time: what a saved game keeps of a <c>Sleep</c> or <c>SleepUntil</c>, and what a loaded
    /// one sets. Null while it does anything else.
    /// </summary>
    /// <value>
    /// Infinity for a sleep that never ends; a negative number acts as 0, with which it wakes as soon as time is looked at. To set it is to
    /// begin the sleep anew: among equal deadlines it is the last.
    /// </value>
    /// <remarks>
    /// To read it costs time in proportion to the sleeps there are. A <c>SleepUnscaled</c>, an <c>Every</c> and a <c>WaitFrames</c> are no
    /// sleeps in this sense, nor is a sleep in another task that this one awaits. asyncio has no counterpart.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    /// <exception cref="InvalidOperationException">
    /// It is set to null, or of a task that does not sleep; or the scheduler runs on another thread.
    /// </exception>
    public double? SleepLeft
    {
        get
        {
            Scheduler.VerifyThread();
            if (!IsSleeping)
            {
                return null;
            }

            double when = _place.IsNeverDue ? double.PositiveInfinity
                : Timeline.Timers.Pending().First(timer => ReferenceEquals(timer.Target, this)).When;
            return Math.Max(when - Now, 0);
        }

        set
        {
            Scheduler.VerifyThread();
            if (value is not { } seconds || !IsSleeping)
            {
                throw new InvalidOperationException(
                    $"{DescribeChain()} is given a sleep of {(value is null ? "null" : SecondsText.Of(value.Value) + " s")}, and is not sleeping. Only a sleep that is under way can be made longer or shorter.");
            }

            ThrowHelper.IfNaN(seconds, nameof(value));
            CancelTimer();
            _place.SleepForEver();
            Timeline.Add(Now + Math.Max(seconds, 0), this);
        }
    }

    private bool IsSleeping => State == FutureState.Waiting && (Attention & TaskAttention.Asleep) != 0 && !_place.IsNowhere;
}
