namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Awaits something, but not for ever: asyncio's <c>wait_for</c>.</summary>
    /// <param name="awaitable">What to await.</param>
    /// <param name="timeout">
    /// How long, in seconds or as a <see cref="TimeSpan"/>; null for as long as it takes. With 0 or less, what is not done
    /// already is cancelled, and a coroutine never starts.
    /// </param>
    /// <returns>What to yield, once. Costs no iteration of its own, unless the time is up.</returns>
    /// <remarks>
    /// <para>When the time is up, what is awaited is cancelled; when its clean-up is done, a
    /// <see cref="TimeoutException"/> comes out of the <c>yield return</c>. <c>Shield</c> keeps the cancel from it. A
    /// coroutine runs in the calling task, not in one of its own (rule 24).</para>
    /// <para>What swallows the cancel and ends well has no timeout. A cancel of the calling task is forwarded, and passes
    /// as a cancel, even if the time is up as well.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is NaN.</exception>
    public static Awaitable WaitFor(Awaitable awaitable, Duration? timeout) =>
        new(MakeWait(awaitable, timeout));

    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <param name="timeout">How long; null for as long as it takes.</param>
    /// <inheritdoc cref="WaitFor(Awaitable, Duration?)"/>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    public static Awaitable WaitFor(IEnumerator<Awaitable> coroutine, Duration? timeout) =>
        WaitFor(Await(coroutine), timeout);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>What to yield, once; then it has the result. Costs no iteration of its own, unless the time is up.</returns>
    /// <inheritdoc cref="WaitFor(Awaitable, Duration?)"/>
    public static Awaitable<T> WaitFor<T>(Awaitable<T> awaitable, Duration? timeout) =>
        new(new GuardedResult<T>(MakeWait(awaitable, timeout), awaitable));

    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <inheritdoc cref="WaitFor(IEnumerator{Awaitable}, Duration?)"/>
    public static Awaitable<T> WaitFor<T>(IEnumerator<Awaitable> coroutine, Duration? timeout) =>
        WaitFor(Await<T>(coroutine), timeout);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">What to await.</param>
    /// <param name="timeout">How long; null for as long as it takes.</param>
    /// <inheritdoc cref="WaitFor{T}(Awaitable{T}, Duration?)"/>
    public static Awaitable<T> WaitFor<T>(CoTask<T> task, Duration? timeout) => WaitFor((Awaitable<T>)task, timeout);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="future">What to await.</param>
    /// <param name="timeout">How long; null for as long as it takes.</param>
    /// <inheritdoc cref="WaitFor{T}(Awaitable{T}, Duration?)"/>
    public static Awaitable<T> WaitFor<T>(Future<T> future, Duration? timeout) => WaitFor((Awaitable<T>)future, timeout);

    private static GuardFrame MakeWait(Awaitable awaitable, Duration? timeout) =>
        timeout is { Seconds: <= 0 } ? new ExpiredWaitFrame(awaitable) : new WaitForFrame(awaitable, timeout?.Seconds);
}

/// <summary>Awaits something in the caller's task, with a deadline.</summary>
file sealed class WaitForFrame(Awaitable awaited, double? seconds) : GuardFrame
{
    private CoTimeout? _timeout;

    internal override Awaitable Start(CoTask task)
    {
        // What is done already is not waited for, so no deadline can be met.
        if (seconds is not null && !awaited.IsDone)
        {
            double now = task.Now;
            _timeout = new CoTimeout(task, frame: null, now + seconds, now);
        }

        return awaited;
    }

    internal override Awaitable Resume(CoTask task) => End(_timeout?.Leave(null));

    internal override Awaitable Throw(CoTask task, Exception exception) => End(Leave(exception));

    internal override Exception Abort(Exception fault) => Leave(fault);

    private Exception Leave(Exception fault) => _timeout is null ? fault : _timeout.Leave(fault)!;
}

/// <summary>
/// A <c>WaitFor</c> that leaves no time: what is not done yet is cancelled, and its clean-up waited for.
/// </summary>
file sealed class ExpiredWaitFrame(Awaitable awaited) : GuardFrame
{
    private Future? _future;
    private CompletionHop? _hop;

    internal override Awaitable Start(CoTask task)
    {
        _future = awaited.EnsureFuture(task.Scheduler);
        if (!_future.TryBind(task.Scheduler))
        {
            return End(new InvalidOperationException(
                $"{task.DescribeChain()} awaits {_future.Describe()}, which belongs to another scheduler."));
        }

        if (_future.IsDone)
        {
            return End(_future.TakeFault());
        }

        _hop = new CompletionHop(task.Scheduler);
        _future.AddWaiter(_hop);
        _future.AnnounceLook();
        _future.Cancel();
        return _hop.Signal;
    }

    internal override Awaitable Resume(CoTask task) => End(_future!.TakeFault() switch
    {
        CancelledException cancel => new TimeoutException(
            $"{_future.Describe()} was not done, and {task.DescribeChain()} left it no time.", cancel),
        { } fault => fault,
        null => null,
    });

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        _hop!.Leave(_future!);
        _future!.WithdrawLook();
        return End(exception);
    }
}

/// <summary>
/// Passes a future's completion on one iteration later, as a done-callback of asyncio's that completes another future.
/// </summary>
file sealed class CompletionHop(Scheduler scheduler) : ILeavingWaiter, IRunnable
{
    public bool HasLeft { get; private set; }

    /// <summary>Done in the iteration after the completion.</summary>
    internal Future Signal { get; } = new(scheduler);

    public void OnDone(Future future)
    {
        if (!HasLeft)
        {
            scheduler.Ready.Enqueue(this);
        }
    }

    /// <summary>Nobody waits for it any more.</summary>
    internal void Leave(Future future)
    {
        HasLeft = true;
        future.Forget(this);
    }

    public void Run()
    {
        if (!Signal.IsDone)
        {
            Signal.SetResult();
        }
    }
}
