using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    // How often a tween is applied in a run, which has no frames.
    private const double FrameOfARun = 1.0 / 60;

    /// <summary>A coroutine that moves a value from one number to another, frame by frame.</summary>
    /// <param name="from">What it begins with.</param>
    /// <param name="to">What it ends with, to the last bit.</param>
    /// <param name="time">
    /// How long it takes, in the time of the coroutine's group. If it is 0, the end is applied at once, and nothing
    /// else.
    /// </param>
    /// <param name="easing">The curve, such as <see cref="Easing.OutQuad"/>; null for a straight line.</param>
    /// <param name="apply">
    /// What to do with the value: called at the beginning, in each frame, and in the first frame at or after the end. What it
    /// throws fails the tween.
    /// </param>
    /// <param name="loops">How often it goes the way, each time as long; -1 for ever, until it is cancelled.</param>
    /// <param name="yoyo">
    /// Whether it goes every second time back, on the same curve, instead of beginning anew: with two loops it ends where it began.
    /// </param>
    /// <returns>A coroutine, to be awaited with <c>Await</c>, or started as a task.</returns>
    /// <remarks>
    /// In a run, which has no frames, it is called 60 times in a second of that time. Loops do not drift: each begins at the moment at
    /// which the one before has ended, also in the middle of a frame.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="apply"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is NaN or infinite; <paramref name="loops"/> is 0 or below -1; or it is -1 and <paramref name="time"/> is 0.
    /// </exception>
    [OverloadResolutionPriority(1)]
    public static IEnumerator<Awaitable> Tween(
        double from, double to, Duration time, Func<double, double>? easing, Action<double> apply, int loops = 1, bool yoyo = false)
    {
        ThrowHelper.IfNotFinite(from, nameof(from));
        ThrowHelper.IfNotFinite(to, nameof(to));
        ThrowHelper.IfNotFinite(to - from, nameof(to));
        ThrowHelper.IfNull(apply, nameof(apply));
        return TweenOf(time.Seconds, easing, done => apply(Mix(from, to, done)), loops, yoyo);
    }

    /// <inheritdoc cref="Tween(double, double, Duration, Func{double, double}?, Action{double}, int, bool)"/>
    public static IEnumerator<Awaitable> Tween(
        float from, float to, Duration time, Func<double, double>? easing, Action<float> apply, int loops = 1, bool yoyo = false)
    {
        ThrowHelper.IfNotFinite(from, nameof(from));
        ThrowHelper.IfNotFinite(to, nameof(to));
        ThrowHelper.IfNull(apply, nameof(apply));
        return TweenOf(time.Seconds, easing, done => apply((float)Mix(from, to, done)), loops, yoyo);
    }

    /// <summary>A coroutine that moves a value of any type that can be mixed, such as a vector or a colour, frame by frame.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="from">What it begins with.</param>
    /// <param name="to">What it ends with, to the last bit.</param>
    /// <param name="time">
    /// How long it takes, in the time of the coroutine's group. If it is 0, the end is applied at once, and nothing
    /// else.
    /// </param>
    /// <param name="easing">The curve, such as <see cref="Easing.OutQuad"/>; null for a straight line.</param>
    /// <param name="lerp">
    /// What mixes two values by a share, such as <c>Vector3.Lerp</c>: 0 is <paramref name="from"/>, 1 is <paramref name="to"/>, and a curve
    /// like <see cref="Easing.OutBack"/> goes beyond (in Unity that takes <c>Vector3.LerpUnclamped</c>). At the ends it is not asked.
    /// </param>
    /// <param name="apply">
    /// What to do with the value: called at the beginning, in each frame, and in the first frame at or after the end. What it
    /// throws fails the tween.
    /// </param>
    /// <param name="loops">How often it goes the way, each time as long; -1 for ever, until it is cancelled.</param>
    /// <param name="yoyo">
    /// Whether it goes every second time back, on the same curve, instead of beginning anew: with two loops it ends where it began.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="lerp"/> or <paramref name="apply"/> is null.</exception>
    /// <inheritdoc cref="Tween(double, double, Duration, Func{double, double}?, Action{double}, int, bool)"/>
    public static IEnumerator<Awaitable> Tween<T>(
        T from,
        T to,
        Duration time,
        Func<double, double>? easing,
        Func<T, T, float, T> lerp,
        Action<T> apply,
        int loops = 1,
        bool yoyo = false)
    {
        ThrowHelper.IfNull(lerp, nameof(lerp));
        ThrowHelper.IfNull(apply, nameof(apply));
        return TweenOf(
            time.Seconds, easing, done => apply(done is 0.0 ? from : done is 1.0 ? to : lerp(from, to, (float)done)), loops, yoyo);
    }

    /// <summary>
    /// A coroutine that tells, frame by frame, how much of a while has passed, from 0 to 1: for tweens of whatever else can be mixed.
    /// </summary>
    /// <inheritdoc cref="Tween(double, double, Duration, Func{double, double}?, Action{double}, int, bool)"/>
    /// <param name="time">How long it takes, in the time of the coroutine's group. If it is 0, the end is applied at once, and nothing else.</param>
    /// <param name="easing">The curve, such as <see cref="Easing.OutQuad"/>; null for a straight line.</param>
    /// <param name="apply">
    /// What to do: called at the beginning, in each frame, and in the first frame at or after the end. What it throws fails the
    /// tween.
    /// </param>
    /// <param name="loops">How often it goes the way, each time as long; -1 for ever, until it is cancelled.</param>
    /// <param name="yoyo">
    /// Whether it goes every second time back, on the same curve, instead of beginning anew: with two loops it ends where it began.
    /// </param>
    public static IEnumerator<Awaitable> Tween(
        Duration time, Func<double, double>? easing, Action<double> apply, int loops = 1, bool yoyo = false)
    {
        ThrowHelper.IfNull(apply, nameof(apply));
        return TweenOf(time.Seconds, easing, apply, loops, yoyo);
    }

    private static IEnumerator<Awaitable> TweenOf(
        double seconds, Func<double, double>? easing, Action<double> apply, int loops, bool yoyo)
    {
        ThrowHelper.IfNotFinite(seconds, "time");
        if (loops is 0 or < TweenLoops.Endless)
        {
            throw new ArgumentOutOfRangeException(nameof(loops), loops, "A tween goes its way once, several times, or for ever (-1).");
        }

        if (loops == TweenLoops.Endless && seconds <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(loops), loops, "A tween that takes no time cannot go on for ever.");
        }

        return TweenOf(new TweenLoops(seconds, easing, loops, yoyo), apply);
    }

    private static IEnumerator<Awaitable> TweenOf(TweenLoops loops, Action<double> apply)
    {
        // To the end as a moment, rather than by what is left: beside a large time, that may be too little to get anywhere.
        CoTask task = CoTask.CurrentOrThrow("A tween"); // for good: a coroutine stays with the task that has begun it
        double start = task.Now;
        double end = start + loops.TotalSeconds;
        for (double now = start; now < end; now = task.Now)
        {
            apply(loops.ShareAt(now - start));
            yield return task.Scheduler.Loop.YieldsToNextFrame ? NextPhase(FramePhase.Update) : SleepUntil(NextFrameOfARun(now, end));
        }

        // Whatever the curve says of its end: that is where it has to be.
        apply(loops.LastShare);
    }

    private static double Mix(double from, double to, double done) => done is 1.0 ? to : from + ((to - from) * done);

    private static double NextFrameOfARun(double now, double end)
    {
        double next = now + FrameOfARun;
        return next > now ? Math.Min(next, end) : end;
    }
}
