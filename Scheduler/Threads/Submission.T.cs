namespace Coroutines;

/// <inheritdoc/>
internal sealed class Submission<T> : Submission
{
    private readonly Func<Scheduler, IEnumerator<Awaitable>, ExecutionContext?, CoTask> _start;
    private readonly FutureBridge<T> _bridge;

    internal Submission(
        Scheduler scheduler,
        IEnumerator<Awaitable> coroutine,
        Func<Scheduler, IEnumerator<Awaitable>, ExecutionContext?, CoTask> start,
        Func<Future, T> result,
        CancellationToken cancellationToken)
        : base(scheduler, coroutine, cancellationToken)
    {
        _start = start;
        _bridge = new FutureBridge<T>(result, cancellationToken);
    }

    internal Task<T> Task => _bridge.Task;

    public override void Abandon() => _bridge.Cancel();

    private protected override void Refuse(Exception exception) => _bridge.Fail(exception);

    private protected override CoTask Start(Scheduler scheduler, IEnumerator<Awaitable> coroutine)
    {
        CoTask task = _start(scheduler, coroutine, Context);
        task.AddWaiter(_bridge);
        return task;
    }
}
