namespace Coroutines;

/// <summary>A coroutine that another loop is asked to run; what it ends with comes back to the loop that asks.</summary>
/// <typeparam name="T">The type of its result.</typeparam>
internal sealed class AskCall<T> : LoopCall
{
    private readonly Scheduler _asker;
    private readonly long _promise;
    private readonly Func<Scheduler, IEnumerator<Awaitable>, ExecutionContext?, CoTask> _start;
    private readonly Func<Future, T> _result;

    internal AskCall(
        GroupedScheduler target,
        Scheduler asker,
        Func<IEnumerator<Awaitable>> make,
        Func<Scheduler, IEnumerator<Awaitable>, ExecutionContext?, CoTask> start,
        Func<Future, T> result)
        : base(target, make)
    {
        _asker = asker;
        _promise = asker.Outside.NextPromise();
        _start = start;
        _result = result;
        Future = new AskFuture<T>(asker, this);
        ExpectedResult.Of(asker, Future);
    }

    /// <summary>Where the asker waits.</summary>
    internal AskFuture<T> Future { get; }

    /// <summary>What it is asked of, for reports.</summary>
    internal string TargetName => Target.Scheduler.Describe();

    /// <summary>One that a call makes does not wait for calls to end: that very call might be what they wait for.</summary>
    internal override bool IsUrgent => Target.Group.IsInCall(CoTask.Current);

    internal override void Refuse() => Fail(Target.Stopped("it takes no more coroutines to run"));

    public override void Abandon() => Fail(Target.Stopped("the coroutine that it was asked to run had not begun, and never will"));

    private protected override CoTask Start(Scheduler scheduler, IEnumerator<Awaitable> coroutine, ExecutionContext? context) =>
        _start(scheduler, coroutine, context);

    private protected override void Answer(CoTask task)
    {
        Exception? fault = FaultOf(task);
        T result = fault is null ? _result(task) : default!;
        int reached = CancelsReached;
        _asker.Outside.Call(() => Future.Take(result, fault, reached), _promise);
    }

    private protected override void Fail(Exception exception) =>
        _asker.Outside.Call(() => Future.Take(default!, exception, cancelsReached: 0), _promise);
}
