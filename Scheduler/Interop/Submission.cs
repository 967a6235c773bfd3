namespace Coroutines;

/// <summary>A coroutine that another thread leaves for the loop.</summary>
internal abstract class Submission : IRunnable, IFutureWaiter
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

    /// <summary>The scheduler has ended, and will never run it.</summary>
    internal abstract void Abandon();

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
            _registration = _cancellationToken.Register(() => _scheduler.CallFromOutside(
                () => task.Cancel("The CancellationToken of RunCoroutineThreadsafe was cancelled.")));
        }
    }

    /// <summary>
    /// What keeps the task from being made, the task factory's exception, is for whoever waits; and like any callback's it
    /// is reported.
    /// </summary>
    public void Fail(Exception exception)
    {
        Refuse(exception);
        _scheduler.ReportOrThrow(
            exception,
            () => new ExceptionContext("A coroutine from another thread did not become a task") { Exception = exception });
    }

    void IFutureWaiter.OnDone(Future future) => _registration.Dispose();

    /// <summary>Completes the .NET task without a task of the scheduler's.</summary>
    private protected abstract void Refuse(Exception exception);

    /// <summary>Makes the task, and has it complete the .NET task.</summary>
    private protected abstract CoTask Start(Scheduler scheduler, IEnumerator<Awaitable> coroutine);
}
