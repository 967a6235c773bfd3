namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// How far the calling coroutine's clock has moved since the frame began, in seconds: in the phases after time has passed,
    /// the frame time, scaled as the coroutine's group is; in a fixed phase, its step, scaled likewise. 0 in a run.
    /// </summary>
    /// <exception cref="InvalidOperationException">No scheduler is running on this thread.</exception>
    public static double DeltaTime
    {
        get
        {
            Scheduler scheduler = Scheduler.Current;
            if (!scheduler.Loop.YieldsToNextFrame)
            {
                return 0;
            }

            return scheduler.Domains.Running is { } domain ? domain.FrameDelta : scheduler.Frames.Delta;
        }
    }

    /// <summary>
    /// Resumes in the next Tick of a game loop, as a bare yield does, in the order in which coroutines yielded; in a run,
    /// in the next iteration.
    /// </summary>
    /// <returns>What to yield.</returns>
    public static Awaitable NextFrame() => Yield();

    /// <summary>
    /// Resumes when a phase of a frame begins the next time: in the present Tick, if the phase is still to come in it, or in a
    /// later one. In a run, in the next iteration.
    /// </summary>
    /// <param name="phase">One of <see cref="SchedulerOptions.Phases"/>; another is an error at the <c>yield return</c>.</param>
    /// <returns>What to yield.</returns>
    /// <remarks>
    /// Those who wait for the same phase resume in the order of their <see cref="CoTask.Priority"/>, and else in that in which
    /// they yielded. Allocates nothing. What <see cref="FramePhase.Update"/> differs in from a bare yield is that it may come
    /// in the same frame.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="phase"/> is null.</exception>
    public static Awaitable NextPhase(FramePhase phase)
    {
        ThrowHelper.IfNull(phase, nameof(phase));
        return new Awaitable(phase);
    }

    /// <summary>
    /// Resumes in the update of the frame that comes so many frames after this one: 1 is a bare yield. While its group is
    /// paused, no frames are counted. In a run, iterations are counted instead.
    /// </summary>
    /// <param name="count">How many frames; for 0 the coroutine goes on at once.</param>
    /// <returns>What to yield.</returns>
    /// <remarks>
    /// Exact to the frame, whatever the frame times are. Costs nothing while it waits, and allocates nothing. Those who began to
    /// wait in an earlier frame resume before those who yielded in a later one.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static Awaitable WaitFrames(int count)
    {
        ThrowHelper.IfLessThan(count, 0, nameof(count), "A number of frames cannot be negative.");
        return OfFrames(count);
    }
}
