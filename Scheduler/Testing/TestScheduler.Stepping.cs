namespace Coroutines.Testing;

public sealed partial class TestScheduler
{
    /// <summary>Runs iterations of the loop, each without waiting: the clock stands still.</summary>
    /// <param name="iterations">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="iterations"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public void Iterate(int iterations = 1)
    {
        ThrowHelper.IfLessThan(iterations, 0, nameof(iterations), "A number of iterations cannot be negative.");
        for (int i = 0; i < iterations; i++)
        {
            IterateOnce();
        }
    }

    /// <summary>
    /// Runs until every task waits and nothing is ready, at the time at which the clock stands. One iteration at least.
    /// </summary>
    /// <exception cref="TimeoutException">That took more than <see cref="TestOptions.IterationLimit"/> iterations.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public void RunUntilBlocked()
    {
        _guard.Start(_options);
        try
        {
            do
            {
                IterateOnce();
            }
            while (_guard.Verdict is null && Scheduler.Loop.HasReadyWork);
        }
        finally
        {
            _guard.End();
        }

        if (_guard.Verdict is { } verdict)
        {
            throw new TimeoutException($"RunUntilBlocked {verdict}");
        }
    }

    /// <summary>
    /// Moves the clock on, from deadline to deadline, and runs at each what is due, until nothing is ready. What has a deadline
    /// just at the end is run too.
    /// </summary>
    /// <param name="seconds">How far, in seconds; 0 runs what is ready.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="seconds"/> is negative or not finite, or the time would not be finite any more.
    /// </exception>
    /// <exception cref="TimeoutException">
    /// At one moment, more than <see cref="TestOptions.IterationLimit"/> iterations came.
    /// </exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public void Advance(double seconds)
    {
        // Refused before anything runs; and a coroutine may move the clock itself.
        _ = Clock.TimeAfter(seconds);
        RunUntilBlocked();
        double end = Clock.TimeAfter(seconds);
        for (double due = Scheduler.Seconds.Timers.NextDeadline(); due <= end; due = Scheduler.Seconds.Timers.NextDeadline())
        {
            Clock.MoveTo(due);
            RunUntilBlocked();
        }

        Clock.MoveTo(end);
        RunUntilBlocked();
    }

    /// <inheritdoc cref="Advance(double)"/>
    /// <param name="time">How far; an <see cref="ArgumentOutOfRangeException"/> when negative.</param>
    public void Advance(TimeSpan time) => Advance(Duration.SecondsOf(time));

    /// <summary>Starts a coroutine as a task, runs one iteration, and asserts that it waits for something.</summary>
    /// <param name="coroutine">The coroutine.</param>
    /// <returns>The task, which goes on when the scheduler is moved on.</returns>
    /// <exception cref="AssertionFailedException">It is done. What it failed with is thrown instead.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public CoTask ShouldSuspend(IEnumerator<Awaitable> coroutine)
    {
        CoTask task = StartAndIterate(coroutine);
        if (task.IsDone)
        {
            throw new AssertionFailedException($"{task.Describe()} should suspend, and was done in its first step.");
        }

        return task;
    }

    /// <inheritdoc cref="ShouldSuspend(IEnumerator{Awaitable})"/>
    /// <param name="awaitable">What a task is to await.</param>
    public CoTask ShouldSuspend(Awaitable awaitable) => ShouldSuspend(WaitFor(awaitable));

    /// <summary>Starts a coroutine as a task, runs one iteration, and asserts that it is done.</summary>
    /// <param name="coroutine">The coroutine.</param>
    /// <returns>The task.</returns>
    /// <exception cref="AssertionFailedException">
    /// It waits for something, which the message names; it is cancelled then. What it failed with is thrown instead.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    public CoTask ShouldNotSuspend(IEnumerator<Awaitable> coroutine)
    {
        CoTask task = StartAndIterate(coroutine);
        if (task.IsDone)
        {
            return task;
        }

        var mismatch = new AssertionFailedException($"{task.DescribeChain()} should not suspend, and did: {task.DescribeWait()}.");
        task.Cancel(mismatch.Message);
        throw mismatch;
    }

    /// <inheritdoc cref="ShouldNotSuspend(IEnumerator{Awaitable})"/>
    /// <param name="awaitable">What a task is to await.</param>
    public CoTask ShouldNotSuspend(Awaitable awaitable) => ShouldNotSuspend(WaitFor(awaitable));

    private void IterateOnce()
    {
        // Before the stop is asked for, which would end the run that goes on.
        Scheduler.VerifyMayEnter(nameof(Scheduler.RunForever));
        Scheduler.Stop();
        Scheduler.RunForever();
    }

    // In a game loop, those who wait for a frame or a phase go on waiting.
    private void RunReadyWork(int iterations)
    {
        for (; iterations > 0 && Scheduler.Loop.HasReadyWork; iterations--)
        {
            if (Scheduler.Loop.YieldsToNextFrame)
            {
                Scheduler.IterateBetweenFrames();
            }
            else
            {
                IterateOnce();
            }
        }
    }

    private CoTask StartAndIterate(IEnumerator<Awaitable> coroutine)
    {
        CoTask task = Start(coroutine);
        IterateOnce();
        if (task.IsDone)
        {
            _ = task.Result;
        }

        return task;
    }

    private static IEnumerator<Awaitable> WaitFor(Awaitable awaitable)
    {
        yield return awaitable;
    }
}
