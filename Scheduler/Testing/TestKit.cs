namespace Coroutines.Testing;

/// <summary>
/// What a coroutine of a test awaits, meant for <c>using static Coroutines.Testing.TestKit;</c>. Works under any scheduler, and
/// with any test framework.
/// </summary>
public static partial class TestKit
{
    /// <summary>
    /// Waits until every other task waits for something and nothing is ready to run: Trio's <c>wait_all_tasks_blocked</c>.
    /// </summary>
    /// <returns>What to yield, once.</returns>
    /// <remarks>
    /// <para>Suspends for as many iterations as the others need, two at least, and lets no time pass: a task that sleeps
    /// counts as blocked. Work on other threads is not waited for. Several tasks may wait for this at once, and all go on then, in
    /// the order in which they began to wait. Inside a Tick it is over within the Tick.</para>
    /// <para>Tasks that yield bare for ever are never blocked; inside a Tick, those wait for the next frame. Those that wait for a
    /// phase or a number of frames, and those of a paused group, count as blocked.</para>
    /// </remarks>
    public static Awaitable AllBlocked() => new(new BlockedWait());

    /// <summary>Lets time pass, and then waits until all that has become due has been done.</summary>
    /// <param name="seconds">How long, in seconds; 0 or less lets none pass.</param>
    /// <returns>What to yield, once. It is a <c>Sleep</c>, followed by <see cref="AllBlocked"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is NaN.</exception>
    public static Awaitable Advance(double seconds)
    {
        ThrowHelper.IfNaN(seconds, nameof(seconds));
        return Awaitable.Await(SleepUntilBlocked(seconds));
    }

    /// <inheritdoc cref="Advance(double)"/>
    /// <param name="time">How long; a negative time lets none pass.</param>
    public static Awaitable Advance(TimeSpan time) => Advance(Duration.SecondsOf(time));

    /// <summary>Awaits something in this task, and asserts that it suspends: Trio's <c>assert_checkpoints</c>.</summary>
    /// <param name="awaitable">What to await. Its failure is this one's.</param>
    /// <returns>
    /// What to yield, once. The <c>yield return</c> fails with an <see cref="AssertionFailedException"/> if no iteration has passed.
    /// </returns>
    public static Awaitable ShouldSuspend(Awaitable awaitable) =>
        new(new SuspensionCheck(awaitable, expected: true));

    /// <param name="coroutine">The coroutine to run in this task. A value that it returns is dropped.</param>
    /// <inheritdoc cref="ShouldSuspend(Awaitable)"/>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    public static Awaitable ShouldSuspend(IEnumerator<Awaitable> coroutine) => ShouldSuspend(Awaitable.Await(coroutine));

    /// <summary>
    /// Awaits something in this task, and asserts that it does not suspend: Trio's <c>assert_no_checkpoints</c>.
    /// </summary>
    /// <param name="awaitable">What to await. Its failure is this one's.</param>
    /// <returns>
    /// What to yield, once. The <c>yield return</c> fails with an <see cref="AssertionFailedException"/> if any iteration has
    /// passed. What never ends is not noticed here: the run ends by its time limit or as a deadlock.
    /// </returns>
    public static Awaitable ShouldNotSuspend(Awaitable awaitable) =>
        new(new SuspensionCheck(awaitable, expected: false));

    /// <param name="coroutine">The coroutine to run in this task. A value that it returns is dropped.</param>
    /// <inheritdoc cref="ShouldNotSuspend(Awaitable)"/>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    public static Awaitable ShouldNotSuspend(IEnumerator<Awaitable> coroutine) => ShouldNotSuspend(Awaitable.Await(coroutine));

    private static IEnumerator<Awaitable> SleepUntilBlocked(double seconds)
    {
        if (seconds > 0)
        {
            yield return Awaitable.Sleep(seconds);
        }

        yield return AllBlocked();
    }
}

/// <summary>Awaits something in the caller's task, and fails if it suspended and should not have, or the other way round.</summary>
/// <remarks>A task takes at most one step in an iteration, so it has suspended if and only if the iteration is another one.</remarks>
file sealed class SuspensionCheck(Awaitable awaited, bool expected) : PlainFrame
{
    private long _iteration;

    internal override Awaitable Start(CoTask task)
    {
        _iteration = task.Scheduler.Loop.Iteration;
        return awaited;
    }

    internal override Awaitable Resume(CoTask task)
    {
        bool hasSuspended = task.Scheduler.Loop.Iteration != _iteration;
        return hasSuspended == expected ? Completed : Awaitable.Failure(Mismatch(task));
    }

    // What fails says more than whether it suspended before.
    internal override Awaitable Throw(CoTask task, Exception exception) => Awaitable.Failure(exception);

    private AssertionFailedException Mismatch(CoTask task)
    {
        var mismatch = new AssertionFailedException(expected
            ? $"{task.DescribeChain()} awaited {awaited.DescribeForTest()}, which should suspend and did not."
            : $"{task.DescribeChain()} awaited {awaited.DescribeForTest()}, which should not suspend and did: {task.Scheduler.Loop.Iteration - _iteration} iterations passed.");
        task.NoteLogicalStack(mismatch);
        return mismatch;
    }
}
