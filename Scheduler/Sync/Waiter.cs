namespace Coroutines;

/// <summary>One task's place in a <see cref="WaiterQueue"/>, and what it waits on.</summary>
/// <remarks>
/// As in asyncio, one that was woken or cancelled keeps its place until its own step. What it finds then may not be what
/// its waker has left; each primitive says what that means (rules 29 to 33).
/// </remarks>
internal class Waiter : Suspension
{
    private CancelledException? _cancel;

    internal CoTask Task { get; set; } = null!;

    internal WaiterQueue? Queue { get; set; }

    internal Waiter? Next { get; set; }

    internal Waiter? Previous { get; set; }

    internal WaiterState State { get; set; }

    /// <summary>A number that the primitive has given to what the task waits for.</summary>
    internal long Ticket { get; set; }

    internal override IReadOnlyList<CoTask> Holders => Queue!.Holders;

    internal override Awaitable Begin(CoTask task, long argument) =>
        throw new NotSupportedException("A waiter is made by the queue that a coroutine yields.");

    /// <summary>Lets the task go on, in the next iteration.</summary>
    internal void Wake()
    {
        State = WaiterState.Woken;
        Task.WakeToFinish();
    }

    internal sealed override Awaitable Finish(CoTask task, CancelledException? cancel)
    {
        WaiterQueue queue = Queue!;
        queue.Remove(this);
        if (_cancel is not null)
        {
            cancel = _cancel;
            _cancel = null;
        }

        return cancel is null ? Resume(queue) : Throw(queue, cancel);
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
    private protected virtual Awaitable Resume(WaiterQueue queue) => queue.Pass(this);

    /// <summary>The task was cancelled, before or after it was woken: <see cref="State"/> tells. It has left the queue.</summary>
    private protected virtual Awaitable Throw(WaiterQueue queue, CancelledException cancel) => queue.GiveUp(this, cancel);
}
