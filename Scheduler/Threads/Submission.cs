namespace Coroutines;

/// <summary>A coroutine that another thread leaves for the loop.</summary>
internal abstract class Submission : IAbandonable, IFutureWaiter
{
    private readonly Scheduler _scheduler;
    private readonly IEnumerator<Awaitable> _coroutine;
    private readonly CancellationToken _cancellationToken;
    private CancellationTokenRegistration _registration;

    private protected Submission(Scheduler scheduler, IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken)
    {
        _scheduler = scheduler;
        _coroutine = coroutine;
        _cancellationToken = cancellationToken;
        Context = ExecutionContext.Capture();
    }

    /// <summary>The values that the submitting thread had.</summary>
    private protected ExecutionContext? Context { get; }

    /// <summary>Hands a coroutine to a scheduler, from any thread.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="start">Makes a task of it, on the scheduler's thread.</param>
    /// <param name="result">What the task has returned.</param>
    /// <param name="cancellationToken">Cancels the task.</param>
    internal static Task<T> Post<T>(
        Scheduler scheduler,
        IEnumerator<Awaitable> coroutine,
        Func<Scheduler, IEnumerator<Awaitable>, ExecutionContext?, CoTask> start,
        Func<Future, T> result,
        CancellationToken cancellationToken)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        scheduler.VerifyNotDisposed();
        var submission = new Submission<T>(scheduler, coroutine, start, result, cancellationToken);
        scheduler.Outside.Post(submission);
        Interlocked.MemoryBarrier();
        if (scheduler.IsDisposed)
        {
            // It was disposed meanwhile, and may not have found the submission.
            submission.Abandon();
        }

        return submission.Task;
    }

    /// <summary>Lets nobody wait for ever for what came too late: the scheduler has been disposed.</summary>
    internal static void AbandonAll(ThreadInbox inbox, ReadyQueue ready)
    {
        Interlocked.MemoryBarrier();
        inbox.LeaveFrames();
        inbox.MoveTo(ready);
        foreach (IAbandonable left in ready.Items().OfType<IAbandonable>())
        {
            left.Abandon();
        }
    }

    public abstract void Abandon();

    public void Run()
    {
        if (_cancellationToken.IsCancellationRequested)
        {
            Coroutine.DisposeUnstarted(_coroutine, _scheduler);
            Abandon();
            return;
        }

        CoTask task = Start(_scheduler, _coroutine);
        if (_cancellationToken.CanBeCanceled)
        {
            task.AddWaiter(this);
            _registration = _cancellationToken.Register(() => _scheduler.Outside.Call(
                () => task.Cancel("The CancellationToken of RunCoroutineThreadsafe was cancelled.")));
        }
    }

    /// <summary>
    /// What keeps the task from being made, the task factory's exception, is for whoever waits; and like any callback's it
    /// is reported.
    /// </summary>
    public void HandleFault(Exception exception)
    {
        Refuse(exception);
        _scheduler.Reports.ReportOrThrow(
            exception,
            () => new ExceptionContext("A coroutine from another thread did not become a task") { Exception = exception });
    }

    void IFutureWaiter.OnDone(Future future) => _registration.Dispose();

    /// <summary>Completes the .NET task without a task of the scheduler's.</summary>
    private protected abstract void Refuse(Exception exception);

    /// <summary>Makes the task, and has it complete the .NET task.</summary>
    private protected abstract CoTask Start(Scheduler scheduler, IEnumerator<Awaitable> coroutine);
}
