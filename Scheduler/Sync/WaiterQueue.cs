namespace Coroutines;

/// <summary>
/// Those who wait at a primitive, first come first served. It is also what a coroutine yields to be let pass, so that such
/// a call needs no object of its own.
/// </summary>
/// <remarks>
/// Fairness is decided here: who is woken, and in which order. Waking never takes anybody out; each leaves in its own step,
/// so that a newcomer sees those who were woken and have not run yet (rule 30). To join, to leave and to find the next one
/// to wake takes constant time, however many wait.
/// </remarks>
internal sealed partial class WaiterQueue(SyncPrimitive owner, string? purpose = null) : Suspension, IResult<Releaser>
{
    private Waiter? _first;

    // Where it is null, there is one waiter at most.
    private Waiter? _last;

    // This one and those before it are known to be no longer waiting; null if that is known of nobody.
    private Waiter? _done;

    /// <summary>How many are in the queue, those that were cancelled not counted.</summary>
    internal int Count { get; private set; }

    internal SyncPrimitive Owner => owner;

    /// <summary>Who came last; null if nobody is there.</summary>
    internal Waiter? Last => _last ?? _first;

    internal override object Subject => owner;

    internal override IReadOnlyList<CoTask> Holders => owner.HolderTasks;

    internal override Awaitable Begin(CoTask task, long argument) =>
        owner.TryPass(task, argument) ? Passed() : Join(NewWaiter(task, argument), task);

    /// <summary>Has a task wait at the end of the queue.</summary>
    internal Awaitable Join(Waiter waiter, CoTask task)
    {
        owner.Bind(task);
        return JoinOwn(waiter, task);
    }

    /// <summary>The same for a task that is known to be of the primitive's scheduler.</summary>
    internal Awaitable JoinOwn(Waiter waiter, CoTask task)
    {
        waiter.Begin(this, task);
        if (_first is null)
        {
            _first = waiter;
        }
        else
        {
            Waiter last = _last ?? _first;
            last.Next = waiter;
            waiter.Previous = last;
            _last = waiter;
        }

        Count++;
        return new Awaitable(waiter, AwaitableKind.Suspended);
    }

    internal void Remove(Waiter waiter)
    {
        if (waiter.State != WaiterState.Cancelled)
        {
            Count--;
        }

        if (_last is null)
        {
            // It is the only one.
            _first = null;
            _done = null;
            return;
        }

        Waiter? previous = waiter.Previous;
        Waiter? next = waiter.Next;
        if (previous is null && next is null)
        {
            _first = null;
            _last = null;
            _done = null;
            return;
        }

        if (previous is null)
        {
            _first = next;
        }
        else
        {
            previous.Next = next;
        }

        if (next is null)
        {
            _last = previous;
        }
        else
        {
            next.Previous = previous;
        }

        if (ReferenceEquals(_done, waiter))
        {
            _done = previous;
        }

        waiter.Next = null;
        waiter.Previous = null;
    }

    /// <summary>A waiter's task is cancelled; it keeps its place until its own step.</summary>
    internal void Cancel(Waiter waiter)
    {
        waiter.State = WaiterState.Cancelled;
        Count--;
    }

    /// <summary>
    /// Wakes the one at the head, if it is still waiting: one that was woken or cancelled before has not yet taken its step,
    /// and will see to the others then.
    /// </summary>
    internal void WakeFirst()
    {
        if (_first is { State: WaiterState.Waiting } first)
        {
            first.Wake();
        }
    }

    /// <summary>Wakes the first one that is still waiting.</summary>
    /// <returns>False if nobody is.</returns>
    internal bool WakeNext()
    {
        // Mostly nobody is there at all, or one.
        if (_first is not { } next)
        {
            return false;
        }

        if (_done is null && next.State == WaiterState.Waiting)
        {
            next.Wake();
            return true;
        }

        Waiter? later = PeekNext();
        later?.Wake();
        return later is not null;
    }

    /// <summary>The first one that is still waiting.</summary>
    internal Waiter? PeekNext()
    {
        Waiter? next = _done is null ? _first : _done.Next;
        while (next is not null && next.State != WaiterState.Waiting)
        {
            _done = next;
            next = next.Next;
        }

        return next;
    }

    /// <summary>Wakes all that are waiting, in order.</summary>
    internal void WakeAll()
    {
        while (WakeNext())
        {
        }
    }

    /// <summary>One that was woken has left, and goes on.</summary>
    internal Awaitable Pass(Waiter waiter, CoTask task)
    {
        owner.Pass(waiter, task);
        Recycle(waiter, task.Scheduler);
        return Passed();
    }

    /// <summary>One that was cancelled has left.</summary>
    internal Awaitable GiveUp(Waiter waiter, CoTask task, CancelledException cancel)
    {
        owner.GiveUp(waiter, task);
        Recycle(waiter, task.Scheduler);
        return Refused(cancel);
    }

    /// <inheritdoc cref="AddTo"/>
    internal List<CoTask> ToList()
    {
        var tasks = new List<CoTask>();
        AddTo(tasks);
        return tasks;
    }

    /// <summary>The tasks in the queue, in order.</summary>
    internal void AddTo(List<CoTask> tasks)
    {
        for (Waiter? waiter = _first; waiter is not null; waiter = waiter.Next)
        {
            if (waiter.State != WaiterState.Cancelled)
            {
                tasks.Add(waiter.Task);
            }
        }
    }

    public Awaitable ToAwaitable(long version) => new(this, version);

    public Releaser GetResult(long version) => owner.TakeReleaser(version);

    internal override void Abandon(CoTask task)
    {
        // Nobody waits on the queue itself: each waits on its own place in it.
    }

    internal override string Describe() => purpose is null ? owner.DescribeWait() : $"waiting {purpose} {owner.Describe()}";

    private static Waiter NewWaiter(CoTask task, long ticket)
    {
        Waiter waiter = task.Scheduler.Places.Waiters.Take() ?? new Waiter();
        waiter.Ticket = ticket;
        return waiter;
    }

    private static void Recycle(Waiter waiter, Scheduler scheduler)
    {
        waiter.Forget();
        scheduler.Places.Waiters.Keep(waiter, scheduler.Places.Limit);
    }
}
