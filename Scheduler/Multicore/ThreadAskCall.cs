namespace Coroutines;

/// <summary>A coroutine that a thread without a loop asks a loop to run.</summary>
/// <typeparam name="T">The type of its result.</typeparam>
internal sealed class ThreadAskCall<T> : LoopCall
{
    private readonly Func<Scheduler, IEnumerator<Awaitable>, ExecutionContext?, CoTask> _start;
    private readonly FutureBridge<T> _bridge;
    private readonly CancellationToken _cancellationToken;

    internal ThreadAskCall(
        GroupedScheduler target,
        Func<IEnumerator<Awaitable>> make,
        Func<Scheduler, IEnumerator<Awaitable>, ExecutionContext?, CoTask> start,
        Func<Future, T> result,
        CancellationToken cancellationToken)
        : base(target, make)
    {
        _start = start;
        _bridge = new FutureBridge<T>(result, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    /// <summary>Asks.</summary>
    /// <returns>Done when the coroutine has ended.</returns>
    internal Task<T> Send()
    {
        if (_cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(_cancellationToken);
        }

        Target.Line.Enter(this);
        if (_cancellationToken.CanBeCanceled)
        {
            CancellationTokenRegistration registration = _cancellationToken.Register(GiveUp);
            _bridge.Task.ContinueWith(
                _ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return _bridge.Task;
    }

    internal override void Refuse() => Fail(Target.Stopped("it takes no more coroutines to run"));

    public override void Abandon() => Fail(Target.Stopped("the coroutine that it was asked to run had not begun, and never will"));

    private protected override CoTask Start(Scheduler scheduler, IEnumerator<Awaitable> coroutine, ExecutionContext? context) =>
        _start(scheduler, coroutine, context);

    private protected override void Answer(CoTask task)
    {
        if (FaultOf(task) is SchedulerStoppedException stopped)
        {
            _bridge.Fail(stopped);
        }
        else
        {
            _bridge.OnDone(task);
        }
    }

    private protected override void Fail(Exception exception) => _bridge.Fail(exception);

    private void GiveUp()
    {
        if (TryWithdraw())
        {
            _bridge.Cancel();
        }
        else
        {
            Cancel("The CancellationToken of AskThreadsafe was cancelled.");
        }
    }
}
