using System.Diagnostics;

namespace Coroutines;

/// <summary>One loop of a <see cref="SchedulerGroup"/>, and how others have it run coroutines.</summary>
/// <remarks>
/// <para>All members may be used on any thread. A coroutine that the loop is asked or told to run is made and runs over there; what it uses of the
/// caller's must be something that two threads may use. It sees the caller's <see cref="AsyncLocal{T}"/> values. Exceptions, and what it returns, come back as they are, the very objects.</para>
/// <para>Order: of what one loop or thread asks and tells this one, nothing begins before what it has asked and told it earlier. The one exception is an ask that is made by a
/// coroutine which a loop of the group was itself asked or told to run: it passes those that wait to be let in.</para>
/// <para>Back-pressure: <see cref="SchedulerGroupOptions.MaxCalls"/> are let in at a time; a coroutine keeps its place until it has ended. Further ones wait in line,
/// whoever they come from, first come first served. Coroutines that ask in a ring, A asks B asks A, never wait for themselves, since asks of theirs do not wait in line; but those of other
/// tasks that they have made do, and so do tells that are yielded: loops that are full of coroutines that wait for room at each other wait for ever.</para>
/// <para>Delivery: what was let in runs once, unless the loop is stopped before it has begun. Nothing is tried a second time.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class GroupedScheduler
{
    private readonly Told _told;
    private int _lost;

    internal GroupedScheduler(SchedulerGroup group, int index, Scheduler scheduler, int maxCalls)
    {
        Group = group;
        Index = index;
        Scheduler = scheduler;
        Line = new CallLine(maxCalls);
        _told = new Told(this);
    }

    /// <summary>The group that it is one of.</summary>
    public SchedulerGroup Group { get; }

    /// <summary>Which one, from 0.</summary>
    public int Index { get; }

    /// <summary>Its scheduler. From other threads, only what may be called on any thread may be called on it.</summary>
    public Scheduler Scheduler { get; }

    /// <summary>How many coroutines run for others, or are about to begin.</summary>
    public int UnderWay => Line.UnderWay;

    /// <summary>How many more wait in line.</summary>
    public int Waiting => Line.Waiting;

    internal CallLine Line { get; }

    /// <summary>The tasks that run for others; on the loop's thread.</summary>
    internal HashSet<CoTask> Calls { get; } = [];

    /// <summary>What was told and never began, since the loop was stopped.</summary>
    internal int Lost => Volatile.Read(ref _lost);

    /// <summary>Why the loop has ended, if it did so by an error.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>Asks the loop to run a coroutine that returns a value, called from a coroutine of any scheduler. It is sent at once.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <param name="make">Makes the coroutine: <c>() => Handle(request)</c>. Called on the other loop's thread.</param>
    /// <returns>
    /// What to yield; then it has the result, or throws what the coroutine has failed with, with its <see cref="LogicalStack"/>. A cancel goes to the coroutine, and its end is waited for, as that of an
    /// awaited task: should it swallow the cancel, the wait ends with its result. One that still waits in line is taken out of it, and never runs. One that has
    /// just ended is as if it had been cancelled in time for whoever awaits it.
    /// </returns>
    /// <remarks>
    /// <para>The yield fails with a <see cref="SchedulerStoppedException"/> if the loop was or is stopped; what had begun is then cancelled over there, and its clean-up is waited for.</para>
    /// <para>An ask that is not awaited goes on; what it fails with is reported by the asker, as that of any future. If the asker ends, nobody cancels it. asyncio's nearest is
    /// <c>wrap_future(run_coroutine_threadsafe(…))</c>.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="make"/> is null.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread: use <see cref="AskThreadsafe{T}(Func{IEnumerator{Awaitable}}, CancellationToken)"/>.</exception>
    public Future<T> Ask<T>(Func<IEnumerator<Awaitable>> make) => Send(
        make,
        static (scheduler, coroutine, context) => scheduler.CreateTask<T>(coroutine, context: context),
        static task => ((CoTask<T>)task).Result);

    /// <summary>Asks the loop to run a coroutine, called from a coroutine of any scheduler. It is sent at once. A value that it returns is dropped.</summary>
    /// <returns>
    /// What to yield: done when the coroutine has ended. A cancel goes to it, and its end is waited for; one that still waits in line never runs.
    /// </returns>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread: use <see cref="AskThreadsafe(Func{IEnumerator{Awaitable}}, CancellationToken)"/>.</exception>
    /// <inheritdoc cref="Ask{T}(Func{IEnumerator{Awaitable}})"/>
    public Future Ask(Func<IEnumerator<Awaitable>> make) => Send<object?>(
        make,
        static (scheduler, coroutine, context) => scheduler.CreateTask(coroutine, context: context),
        static _ => null);

    /// <summary>Tells the loop to run a coroutine, called from a coroutine of any scheduler. It is sent at once, and nobody waits for its end.</summary>
    /// <param name="make">Makes the coroutine: <c>() => Handle(message)</c>. Called on the other loop's thread. A value that it returns is dropped.</param>
    /// <returns>
    /// What to yield to be held back as long as the loop has no room: it suspends only then, until it has taken this. Cancelled meanwhile, the coroutine never runs. A coroutine that does not yield it is not
    /// held back, and the line grows.
    /// </returns>
    /// <remarks>
    /// What the coroutine fails with goes to the exception handler of the loop that is told. If that was stopped before it took this, the yield fails with a
    /// <see cref="SchedulerStoppedException"/>; if it is stopped after that, and before the coroutine has begun, the coroutine is lost, and the exception handler is told how many were.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="make"/> is null.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread: use <see cref="TellThreadsafe"/>.</exception>
    public Awaitable Tell(Func<IEnumerator<Awaitable>> make)
    {
        ThrowHelper.IfNull(make, nameof(make));
        var call = new LoopToldCall(this, Caller(nameof(Tell)), make);
        return Line.Enter(call) ? new Awaitable(_told) : call.Room!;
    }

    /// <summary>Asks the loop to run a coroutine that returns a value, called from a thread without a scheduler.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <param name="make">Makes the coroutine. Called on the loop's thread.</param>
    /// <param name="cancellationToken">Cancels the coroutine. One that still waits in line never runs.</param>
    /// <returns>
    /// A .NET task that ends as the coroutine does, after its clean-up; failed with a <see cref="SchedulerStoppedException"/> if the loop was or is stopped.
    /// </returns>
    /// <remarks>Do not block on the task on a loop's own thread.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="make"/> is null.</exception>
    public Task<T> AskThreadsafe<T>(Func<IEnumerator<Awaitable>> make, CancellationToken cancellationToken = default)
    {
        ThrowHelper.IfNull(make, nameof(make));
        return new ThreadAskCall<T>(
            this,
            make,
            static (scheduler, coroutine, context) => scheduler.CreateTask<T>(coroutine, context: context),
            static task => ((CoTask<T>)task).Result,
            cancellationToken).Send();
    }

    /// <summary>Asks the loop to run a coroutine, called from a thread without a scheduler. A value that it returns is dropped.</summary>
    /// <inheritdoc cref="AskThreadsafe{T}(Func{IEnumerator{Awaitable}}, CancellationToken)"/>
    public Task AskThreadsafe(Func<IEnumerator<Awaitable>> make, CancellationToken cancellationToken = default)
    {
        ThrowHelper.IfNull(make, nameof(make));
        return new ThreadAskCall<object?>(
            this,
            make,
            static (scheduler, coroutine, context) => scheduler.CreateTask(coroutine, context: context),
            static _ => null,
            cancellationToken).Send();
    }

    /// <summary>Tells the loop to run a coroutine, called from a thread without a scheduler. Nobody waits for its end.</summary>
    /// <param name="make">Makes the coroutine. Called on the loop's thread. A value that it returns is dropped.</param>
    /// <param name="cancellationToken">Takes the coroutine out of the line, where it still waits there. Later it does nothing.</param>
    /// <returns>
    /// A .NET task that is done when the loop has taken it, mostly at once; failed with a <see cref="SchedulerStoppedException"/> if the loop was stopped before. What the coroutine fails with
    /// goes to the exception handler of the loop.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="make"/> is null.</exception>
    public Task TellThreadsafe(Func<IEnumerator<Awaitable>> make, CancellationToken cancellationToken = default)
    {
        ThrowHelper.IfNull(make, nameof(make));
        return new ThreadToldCall(this, make, cancellationToken).Send();
    }

    /// <summary>Name and state, for reports.</summary>
    /// <returns>For example <c>loop 1, scheduler 'loops-1' (running, 3 under way)</c>.</returns>
    public override string ToString()
    {
        int waiting = Waiting;
        string inLine = waiting == 0 ? string.Empty : FormattableString.Invariant($", {waiting} waiting");
        string state = Line.IsClosed ? "stopped" : "running";
        return FormattableString.Invariant($"loop {Index}, {Scheduler.Describe()} ({state}, {UnderWay} under way{inLine})");
    }

    /// <summary>What was told, and let in, never began.</summary>
    internal void NoteLost() => Interlocked.Increment(ref _lost);

    /// <summary>The loop was stopped.</summary>
    /// <param name="consequence">What becomes of what was asked of it.</param>
    /// <param name="cause">The exception behind it; null for that of the loop.</param>
    internal SchedulerStoppedException Stopped(string consequence, Exception? cause = null) => new(
        $"{Scheduler.Describe()} {(Failure is null ? "was stopped" : "has ended by an error")}: {consequence}.", Failure ?? cause);

    private static Scheduler Caller(string operation) => Scheduler.CurrentOrNull ?? throw new InvalidOperationException(
        $"{operation} was called where no scheduler runs, so that nothing could come back. From a plain thread call {operation}Threadsafe, which gives a .NET task.");

    private Future<T> Send<T>(
        Func<IEnumerator<Awaitable>> make,
        Func<Scheduler, IEnumerator<Awaitable>, ExecutionContext?, CoTask> start,
        Func<Future, T> result)
    {
        ThrowHelper.IfNull(make, nameof(make));
        var call = new AskCall<T>(this, Caller(nameof(Ask)), make, start, result);
        Line.Enter(call);
        return call.Future;
    }
}
