namespace Coroutines;

/// <summary>One task's place in a <see cref="WaiterQueue"/>, and what it waits on.</summary>
/// <remarks>
/// As in asyncio, one that was woken or cancelled keeps its place until its own step. What it finds then may not be what
/// its waker has left; each primitive says what that means (rules 29 to 33).
/// </remarks>
internal class Waiter : Suspension
{
    private CancelledException? _cancel;

    /// <summary>The task, while it is in a queue.</summary>
    internal CoTask Task { get; private set; } = null!;

    /// <summary>The queue that it is in, or was in last.</summary>
    internal WaiterQueue? Queue { get; private set; }

    internal Waiter? Next { get; set; }

    internal Waiter? Previous { get; set; }

    internal WaiterState State { get; set; }

    /// <summary>Whether it is in a queue.</summary>
    internal bool IsQueued => Task is not null;

    /// <summary>A number that the primitive has given to what the task waits for.</summary>
    internal long Ticket { get; set; }

    internal override IReadOnlyList<CoTask> Holders => Queue!.Holders;

    internal override Awaitable Begin(CoTask task, long argument) =>
        throw new NotSupportedException("A waiter is made by the queue that a coroutine yields.");

    /// <summary>It is put into a queue.</summary>
    internal void Begin(WaiterQueue queue, CoTask task)
    {
        Task = task;
        State = WaiterState.Waiting;
        if (!ReferenceEquals(Queue, queue))
        {
            Queue = queue;
        }
    }

    /// <summary>Lets the task go on, in the next iteration.</summary>
    internal void Wake()
    {
        State = WaiterState.Woken;
        Task.WakeToFinish();
    }

    /// <summary>It leaves its queue, if it is in one, for somebody who waits in several.</summary>
    internal void LeaveQueue()
    {
        if (IsQueued)
        {
            Queue!.Remove(this);
            Task = null!;
        }
    }

    /// <summary>It is free for another wait, at any queue.</summary>
    internal void Forget() => Queue = null;

    internal sealed override Awaitable Finish(CoTask task, CancelledException? cancel)
    {
        WaiterQueue queue = Queue!;
        queue.Remove(this);
        Task = null!;
        if (_cancel is not null)
        {
            cancel = _cancel;
            _cancel = null;
        }

        return cancel is null ? Resume(queue, task) : Throw(queue, task, cancel);
    }

    internal sealed override void Cancel(CoTask task, CancelledException cancel)
    {
        _cancel = cancel;
        Queue!.Cancel(this);
        task.WakeToFinish();
    }

    internal sealed override void Abandon(CoTask task) => Queue!.Remove(this);

    internal override string Describe() => Queue!.Describe();

    /// <summary>The task was woken. It has left the queue.</summary>
    private protected virtual Awaitable Resume(WaiterQueue queue, CoTask task) => queue.Pass(this, task);

    /// <summary>The task was cancelled, before or after it was woken: <see cref="State"/> tells. It has left the queue.</summary>
    private protected virtual Awaitable Throw(WaiterQueue queue, CoTask task, CancelledException cancel) =>
        queue.GiveUp(this, task, cancel);
}
