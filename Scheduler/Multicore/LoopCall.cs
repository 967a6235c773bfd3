namespace Coroutines;

/// <summary>A coroutine that a loop of a group is to run for somebody else.</summary>
/// <remarks>
/// It comes through the loop's <see cref="CallLine"/> and then its inbox. From there on all that happens to it, its start and the cancels that
/// follow it, happens on the loop's thread, in the order in which it was posted.
/// </remarks>
/// <param name="target">The loop.</param>
/// <param name="make">Makes the coroutine, over there.</param>
internal abstract class LoopCall(GroupedScheduler target, Func<IEnumerator<Awaitable>> make) : IAbandonable, IFutureWaiter
{
    // The values that the caller has.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private Func<IEnumerator<Awaitable>>? _make = make;
    private CoTask? _task;

    /// <summary>Where it waits to be let in, if it does. It is the line's alone.</summary>
    internal LinkedListNode<LoopCall>? Place { get; set; }

    /// <summary>Whether it is let in however many are under way; asked by the thread that calls.</summary>
    internal virtual bool IsUrgent => false;

    private protected GroupedScheduler Target => target;

    /// <summary>How many cancels have come to the coroutine before it had ended; on the loop's thread.</summary>
    private protected int CancelsReached { get; private set; }

    /// <summary>It was let in: leaves it in the inbox.</summary>
    internal void Post() => target.Scheduler.Outside.Post(this);

    /// <summary>Takes it back, where it has not been let in.</summary>
    internal bool TryWithdraw() => target.Line.TryWithdraw(this);

    /// <summary>Cancels the coroutine, called from any thread after it was let in.</summary>
    internal void Cancel(string? message) => target.Scheduler.Outside.Call(() =>
    {
        if (_task is { } task && task.Cancel(message))
        {
            CancelsReached++;
        }
    });

    /// <summary>It has to wait to be let in. Called by the thread that calls, under the line's lock.</summary>
    internal virtual void NoteWaiting()
    {
    }

    /// <summary>It had to wait, and was let in. Called on any thread.</summary>
    internal virtual void NoteLetIn()
    {
    }

    /// <summary>The loop was stopped before it was let in. Called on any thread.</summary>
    internal abstract void Refuse();

    public void Run()
    {
        if (target.Line.IsClosed)
        {
            Abandon();
            target.Line.Leave();
            return;
        }

        IEnumerator<Awaitable> coroutine = _make!() ?? throw new InvalidOperationException(
            $"{target.Scheduler.Describe()} was asked to run a coroutine, and the function that should make it returned null.");
        _make = null;
        _task = Start(target.Scheduler, coroutine, _context);
        target.Calls.Add(_task);
        _task.AddWaiter(this);
    }

    /// <summary>There is no task: the function that makes the coroutine, or the task factory, has thrown this.</summary>
    public void HandleFault(Exception exception)
    {
        target.Line.Leave();
        Fail(exception);
        if (exception is KeyboardInterruptException)
        {
            Rethrow.Throw(exception);
        }
    }

    public void OnDone(Future future)
    {
        target.Calls.Remove(_task!);
        _task = null;
        target.Line.Leave();
        Answer((CoTask)future);
    }

    /// <summary>The loop was stopped after it was let in, and before it began.</summary>
    public abstract void Abandon();

    /// <summary>Makes the task.</summary>
    private protected abstract CoTask Start(Scheduler scheduler, IEnumerator<Awaitable> coroutine, ExecutionContext? context);

    /// <summary>The task is done.</summary>
    private protected abstract void Answer(CoTask task);

    /// <summary>There never was a task.</summary>
    private protected abstract void Fail(Exception exception);

    /// <summary>What a task has ended with; null if it has ended well.</summary>
    /// <remarks>One that the end of its loop has cancelled has failed: the caller was not cancelled, and did not ask for that.</remarks>
    private protected Exception? FaultOf(CoTask task)
    {
        Exception? fault = task.TakeFault();
        return task.IsCancelled && CancelsReached == 0 && target.Line.IsClosed
            ? target.Stopped("the coroutine that it was running for others was cancelled", fault)
            : fault;
    }
}
