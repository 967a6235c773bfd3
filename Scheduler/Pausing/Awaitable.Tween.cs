namespace Coroutines;

public readonly partial struct Awaitable
{
    // How often a tween is applied in a run, which has no frames.
    private const double FrameOfARun = 1.0 / 60;

    /// <summary>A coroutine that moves a value from one number to another, frame by frame.</summary>
    /// <param name="from">What it begins with.</param>
    /// <param name="to">What it ends with, to the last bit.</param>
    /// <param name="time">
    /// How long it takes, in the time of the coroutine's group. If it is 0, <paramref name="to"/> is applied at once, and nothing
    /// else.
    /// </param>
    /// <param name="easing">The curve, such as <see cref="Easing.OutQuad"/>; null for a straight line.</param>
    /// <param name="apply">
    /// What to do with the value: called at the beginning, in each frame, and in the first frame at or after the end. What it
    /// throws fails the tween.
    /// </param>
    /// <returns>A coroutine, to be awaited with <c>Await</c>, or started as a task.</returns>
    /// <remarks>In a run, which has no frames, it is called 60 times in a second of that time.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="apply"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is NaN or infinite.</exception>
    public static IEnumerator<Awaitable> Tween(
        double from, double to, Duration time, Func<double, double>? easing, Action<double> apply)
    {
        ThrowHelper.IfNotFinite(from, nameof(from));
        ThrowHelper.IfNotFinite(to, nameof(to));
        ThrowHelper.IfNotFinite(to - from, nameof(to));
        ThrowHelper.IfNotFinite(time.Seconds, nameof(time));
        ThrowHelper.IfNull(apply, nameof(apply));
        return TweenOf(time.Seconds, easing, done => apply(done is 1.0 ? to : from + ((to - from) * done)));
    }

    /// <summary>
    /// A coroutine that tells, frame by frame, how much of a while has passed, from 0 to 1: for tweens of positions, colours and whatever
    /// else can be mixed.
    /// </summary>
    /// <inheritdoc cref="Tween(double, double, Duration, Func{double, double}?, Action{double})"/>
    /// <param name="time">How long it takes, in the time of the coroutine's group. If it is 0, 1 is applied at once, and nothing else.</param>
    /// <param name="easing">The curve, such as <see cref="Easing.OutQuad"/>; null for a straight line.</param>
    /// <param name="apply">
    /// What to do: called at the beginning, in each frame, and in the first frame at or after the end. What it throws fails the
    /// tween.
    /// </param>
    public static IEnumerator<Awaitable> Tween(Duration time, Func<double, double>? easing, Action<double> apply)
    {
        ThrowHelper.IfNotFinite(time.Seconds, nameof(time));
        ThrowHelper.IfNull(apply, nameof(apply));
        return TweenOf(time.Seconds, easing, apply);
    }

    private static IEnumerator<Awaitable> TweenOf(double seconds, Func<double, double>? easing, Action<double> apply)
    {
        // To the end as a moment, rather than by what is left: beside a large time, that may be too little to get anywhere.
        CoTask task = CoTask.CurrentOrThrow("A tween"); // for good: a coroutine stays with the task that has begun it
        double start = task.Now;
        double end = start + seconds;
        for (double now = start; now < end; now = task.Now)
        {
            double share = (now - start) / seconds;
            apply(easing is null ? share : easing(share));
            yield return task.Scheduler.Loop.YieldsToNextFrame ? NextPhase(FramePhase.Update) : SleepUntil(NextFrameOfARun(now, end));
        }

        // Whatever the curve says of its end: that is where it has to be.
        apply(1.0);
    }

    private static double NextFrameOfARun(double now, double end)
    {
        double next = now + FrameOfARun;
        return next > now ? Math.Min(next, end) : end;
    }
}
