namespace Coroutines;

public sealed partial class CoGroup
{
    private const double Year = 366.0 * 24 * 60 * 60;

    /// <summary>
    /// The group's time, in seconds. It starts as the time of what is around it (another group or the scheduler), and
    /// goes its own way from the first pause or change of <see cref="TimeScale"/>.
    /// </summary>
    public double Time => Domain.Time.Now;

    /// <summary>
    /// How fast its time goes, compared with what is around it: 0.5 is slow motion, 2 is twice as fast, 1 is the default. At 0
    /// its time stands still, while its tasks go on from frame to frame.
    /// </summary>
    /// <remarks>It counts from now on, also for sleeps and time limits that are under way.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// It is negative, NaN or infinite; or so large that, together with those of the groups around it and in it, a time would be
    /// infinite within a year. Nothing has changed then.
    /// </exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public double TimeScale
    {
        get => Domain.Scale;
        set
        {
            if (!(value >= 0) || double.IsInfinity(value))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), value, $"The time scale of {Describe()} is a finite number, 0 or more: time never goes back.");
            }

            Scheduler.VerifyThread();
            if (double.IsInfinity(Domain.RateAt(value) * Year))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), value, $"At this time scale, the time of {Describe()} or of a group in it would be infinite within a year.");
            }

            Domain.Scale = value;
            Scheduler.Games.Groups.Keep(this);
        }
    }

    /// <summary>Whether it is paused, or a group around it is.</summary>
    public bool IsPaused => Domain.IsPaused;

    /// <summary>
    /// Stops its time and its tasks, at once, until <see cref="Resume"/>: sleeps and frame counts stand still, and whoever
    /// is woken by something else takes no step. Does nothing if it is paused already.
    /// </summary>
    /// <remarks>
    /// If the caller is one of them, it stops where it next waits. A task that is cancelled ends nevertheless, as does its
    /// clean-up as far as that does not wait for the group's time.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Pause()
    {
        Scheduler.VerifyThread();
        Domain.Pause(true);
        Scheduler.Games.Groups.Keep(this);
    }

    /// <summary>
    /// Has it go on where it stopped, unless a group around it is paused. Does nothing if it was not paused itself.
    /// </summary>
    /// <remarks>
    /// Who was to take a step meanwhile takes it in the next iteration or Tick, in the order in which they would have; who waited for a
    /// frame or a phase, in the next one, behind those who wait there already.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Resume()
    {
        Scheduler.VerifyThread();
        Domain.Pause(false);
    }
}
