using System.Diagnostics;

namespace Coroutines;

/// <summary>What locks, events and the like have in common: a name for reports, and those who wait.</summary>
/// <remarks>
/// <para>A primitive belongs to the scheduler of the first task that has to wait at it; a task of another scheduler that has to
/// wait gets an <see cref="InvalidOperationException"/> at its <c>yield return</c>, as in asyncio. It is used on that scheduler's
/// thread; other threads go through <see cref="Scheduler.CallSoonThreadsafe"/>.</para>
/// <para>It outlives its scheduler: once that was disposed, it belongs to the next one that has a task wait, with all that is in
/// it (the items of a queue, say, or a lock that a task took by hand and never released). But for the task that holds such a lock,
/// it keeps nothing of a scheduler that was disposed.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
[DebuggerTypeProxy(typeof(DebugView))]
public abstract class SyncPrimitive
{
    /// <summary>What an awaitable carries whose result is taken once, where nothing tells one call from another.</summary>
    private protected const long AnyTicket = 1;

    private const int NamesInAMessage = 5;

    private SchedulerReference? _scheduler;

    private protected SyncPrimitive(string? name)
    {
        Name = name;
        Queue = new WaiterQueue(this);
    }

    /// <summary>What to call it in messages and reports; null for none.</summary>
    public string? Name
    {
        get;
        set
        {
            VerifyThread();
            field = value;
        }
    }

    /// <summary>
    /// The tasks that wait, in the order in which they came. One that was woken counts until it has taken its step.
    /// </summary>
    /// <returns>A list of its own, which later changes leave alone.</returns>
    public IReadOnlyList<CoTask> Waiters
    {
        get
        {
            var tasks = new List<CoTask>();
            AddWaitersTo(tasks);
            return tasks;
        }
    }

    internal WaiterQueue Queue { get; }

    /// <summary>What recordings know it by; null as long as there is none.</summary>
    internal TraceTag? Tag { get; set; }

    /// <summary>The tasks that hold it, as far as that can be told.</summary>
    internal virtual IReadOnlyList<CoTask> HolderTasks => [];

    /// <summary>The same for those who look on, on any thread.</summary>
    internal virtual IReadOnlyList<CoTask> HoldersSeen => HolderTasks;

    /// <summary>Whether what is asked of it may be kept for those who ask next: by the loop's thread, while that runs.</summary>
    private protected bool MayKeep => _scheduler?.Target is { IsRunningHere: true };

    /// <summary>What it is, with its article: "a lock", "an event".</summary>
    private protected abstract string Kind { get; }

    /// <summary>How it stands, for <see cref="ToString"/>.</summary>
    private protected abstract string Condition { get; }

    /// <summary>Name and state, for reports.</summary>
    /// <returns>For example <c>lock 'db' [locked, 2 waiting]</c>, or <c>a lock [unlocked]</c> without a name.</returns>
    public override string ToString()
    {
        int waiting = Waiters.Count;
        return waiting == 0 ? $"{Describe()} [{Condition}]" : $"{Describe()} [{Condition}, {waiting} waiting]";
    }

    internal string Describe() => Name is null ? Kind : $"{Kind[(Kind.IndexOf(' ') + 1)..]} {Repr.Of(Name)}";

    internal virtual string DescribeWait()
    {
        IReadOnlyList<CoTask> holders = HolderTasks;
        if (holders.Count == 0)
        {
            return $"waiting for {Describe()}";
        }

        string named = string.Join(", ", holders.Take(NamesInAMessage).Select(holder => holder.Describe()));
        int others = holders.Count - NamesInAMessage;
        return $"waiting for {Describe()} held by {named}{(others > 0 ? $" and {others} more" : string.Empty)}";
    }

    /// <summary>A task comes. May refuse by an exception.</summary>
    /// <returns>False if it has to wait.</returns>
    internal virtual bool TryPass(CoTask task, long ticket) => false;

    /// <summary>One that was woken has left the queue and goes on.</summary>
    internal virtual void Pass(Waiter waiter, CoTask task)
    {
    }

    /// <summary>One that was cancelled has left the queue.</summary>
    internal virtual void GiveUp(Waiter waiter, CoTask task)
    {
    }

    internal virtual Releaser TakeReleaser(long ticket) => throw new NotSupportedException();

    /// <summary>Gives back what a <see cref="Releaser"/> stands for, if it has not been given back yet.</summary>
    internal virtual void ReleaseOnce(CoTask? holder, long ticket) => throw new NotSupportedException();

    internal void Bind(CoTask task)
    {
        if (!ReferenceEquals(_scheduler, task.Scheduler.Reference))
        {
            BindNew(task);
        }
    }

    private protected virtual void AddWaitersTo(List<CoTask> tasks) => Queue.AddTo(tasks);

    private protected void VerifyThread()
    {
        Scheduler? scheduler = _scheduler?.Target;
        scheduler?.VerifyThread();
        (scheduler ?? Scheduler.CurrentOrNull)?.Loop.StepObserver?.Touched(this);
    }

    /// <summary>The same, in debug mode only, where a call is made that changes nothing but what it keeps for the next one.</summary>
    internal void VerifyThreadInDebug()
    {
        if (_scheduler?.Target is { IsDebug: true } scheduler)
        {
            scheduler.VerifyThread();
        }
    }

    /// <summary>Who is doing something right now, for messages.</summary>
    private protected static string DescribeCaller() => CoTask.Current is { } task
        ? task.DescribeChain()
        : Scheduler.CurrentOrNull is null ? "Code outside of any scheduler" : "A callback";

    private void BindNew(CoTask task)
    {
        if (_scheduler?.Target is { } other)
        {
            throw new InvalidOperationException(
                $"{task.DescribeChain()} waits for {Describe()}, which belongs to another scheduler. That is {other.Describe()}, which has not been disposed; this is {task.Scheduler.Describe()}. Dispose that one before, or give each scheduler one of its own.");
        }

        _scheduler = task.Scheduler.Reference;
        Tag = null;
    }

    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(SyncPrimitive primitive)
    {
        public string? Name => primitive.Name;

        public string State => primitive.Condition;

        public CoTask[] Waiters => [.. primitive.Waiters];

        public CoTask[] Holders => [.. primitive.HoldersSeen];
    }
}
