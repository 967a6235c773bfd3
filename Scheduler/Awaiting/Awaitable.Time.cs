namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// The time, in seconds, that the calling coroutine's sleeps and time limits are measured by: that of its group, if it was
    /// started into one, else <see cref="Scheduler.Time"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">No scheduler is running on this thread.</exception>
    public static double Now => Scheduler.Current is var scheduler && scheduler.Tasks.Running is { } task ? task.Now : scheduler.Time;

    /// <summary>Suspends for a while: asyncio's <c>sleep</c>. Allocates nothing.</summary>
    /// <param name="time">
    /// How long, in seconds or as a <see cref="TimeSpan"/>. 0 or less is a bare yield; infinity sleeps until it is cancelled.
    /// </param>
    /// <returns>What to yield.</returns>
    /// <remarks>
    /// The time counts from the <c>yield return</c>. In a game loop it is frame time, and in a group the group's time: it stands
    /// still while the group is paused, and follows its time scale. As in asyncio, the timer fires in
    /// one iteration and the coroutine resumes in the next.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is NaN.</exception>
    public static Awaitable Sleep(Duration time) => OfSeconds(time.Seconds);

    /// <summary>Suspends until a moment. Allocates nothing.</summary>
    /// <param name="when">
    /// The moment, in the coroutine's time, see <see cref="Now"/>. One that has come or passed is a bare yield; infinity sleeps
    /// until it is cancelled.
    /// </param>
    /// <returns>What to yield.</returns>
    /// <remarks>
    /// A loop that adds to the moment does not drift, however late it is resumed: <c>for (double at = Now; ; at += 0.1) yield
    /// return SleepUntil(at);</c>; see also <c>Every</c>. asyncio has <c>call_at</c> for callbacks only; this is Trio's
    /// <c>sleep_until</c>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="when"/> is NaN.</exception>
    public static Awaitable SleepUntil(double when)
    {
        ThrowHelper.IfNaN(when, nameof(when));
        return OfMoment(when);
    }

    /// <summary>
    /// The bare yield: lets everything else that is ready run first, and resumes in the next iteration of a run or in the
    /// next Tick of a game loop. The same as <c>yield return null</c>, and as asyncio's <c>sleep(0)</c>.
    /// </summary>
    /// <returns>What to yield.</returns>
    public static Awaitable Yield() => new(BareYield);

    /// <summary>
    /// Suspends until a predicate is true. It is asked once per iteration, at the end of each Tick in a game loop, and in
    /// an idle run every <see cref="SchedulerOptions.PredicateInterval"/>; at the <c>yield return</c> itself it is not asked.
    /// </summary>
    /// <param name="predicate">
    /// What to ask; called on the scheduler's thread, with the task's <see cref="AsyncLocal{T}"/> values, but outside of its
    /// steps. Its exception fails the wait, and hurts nobody else.
    /// </param>
    /// <returns>What to yield, once.</returns>
    /// <remarks>Where something can tell you of the change, await a future or an event instead: they cost nothing while they wait.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="predicate"/> is null.</exception>
    public static Awaitable WaitUntil(Func<bool> predicate)
    {
        ThrowHelper.IfNull(predicate, nameof(predicate));
        return new Awaitable(new PredicateWait(predicate, awaited: true));
    }

    /// <summary>Suspends while a predicate is true; asked as <see cref="WaitUntil"/> does.</summary>
    /// <inheritdoc cref="WaitUntil"/>
    public static Awaitable WaitWhile(Func<bool> predicate)
    {
        ThrowHelper.IfNull(predicate, nameof(predicate));
        return new Awaitable(new PredicateWait(predicate, awaited: false));
    }
}

/// <summary>Waits until the user's code says so: <c>WaitUntil</c> and <c>WaitWhile</c>, the one thing that is polled.</summary>
file sealed class PredicateWait(Func<bool> predicate, bool awaited) : Suspension, IPolled
{
    private static readonly ContextCallback _ask = static wait => ((PredicateWait)wait!).Call();

    private CoTask? _task;
    private bool _isUsed;
    private bool _answer;

    internal override Awaitable Begin(CoTask task, long argument)
    {
        if (_isUsed)
        {
            return Awaitable.Misuse("awaits the same WaitUntil or WaitWhile a second time. Make a new one for each wait.");
        }

        _isUsed = true;
        _task = task;
        task.Scheduler.Predicates.Add(this);
        return Suspended();
    }

    internal override void Abandon(CoTask task) => _task = null;

    internal override string Describe() => awaited ? "waiting until a predicate is true" : "waiting while a predicate is true";

    /// <summary>Asks once, in the task's context; what the predicate sets there is dropped.</summary>
    /// <returns>Whether the wait goes on.</returns>
    public bool Ask()
    {
        if (_task is not { } task)
        {
            return false;
        }

        Exception? error = null;
        try
        {
            task.Scheduler.Contexts.Run(task.Context, _ask, this);
            if (_answer != awaited)
            {
                return _task is not null;
            }
        }
        catch (KeyboardInterruptException)
        {
            throw;
        }
        catch (Exception exception)
        {
            error = exception;
        }

        // The predicate itself may have had the task cancelled.
        if (_task is not null)
        {
            _task = null;
            task.Wake(error);
        }

        return false;
    }

    private void Call() => _answer = predicate();
}
