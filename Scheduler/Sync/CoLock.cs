namespace Coroutines;

/// <summary>Mutual exclusion of coroutines: asyncio's <c>Lock</c>.</summary>
/// <remarks>
/// <para><c>yield return gate.Acquire().Into(out var held); using (held.Result) { … }</c> is asyncio's
/// <c>async with gate:</c>. Without <c>using</c>, call <see cref="Release"/> by hand.</para>
/// <para>Fair: those who wait get it in the order in which they came, and nobody gets ahead of one that was woken
/// (rule 30). Not re-entrant: a task that acquires what it holds waits for itself.</para>
/// </remarks>
public sealed class CoLock : SyncPrimitive
{
    private long _lastTicket;

    // The ticket of the acquire that has the lock; 0 if nobody has.
    private long _held;

    /// <summary>Creates a lock that nobody holds.</summary>
    /// <param name="name">What to call it in messages; null for none.</param>
    public CoLock(string? name = null)
        : base(name)
    {
    }

    /// <summary>Whether it is held: asyncio's <c>locked()</c>. False also while one that was woken has not run yet.</summary>
    public bool IsLocked => _held != 0;

    /// <summary>The task that acquired it and has not released it; null if nobody has.</summary>
    public CoTask? Holder { get; private set; }

    internal override IReadOnlyList<CoTask> HolderTasks => Holder is null ? [] : [Holder];

    /// <summary>The ticket of the acquire that holds it; one who lends it out by a wait gets it back with the same.</summary>
    internal long HeldTicket => _held;

    private protected override string Kind => "a lock";

    private protected override string Condition => IsLocked ? "locked" : "unlocked";

    /// <summary>Waits until nobody holds it, and takes it: asyncio's <c>acquire()</c>.</summary>
    /// <returns>What to yield; then it has what releases the lock, for a <c>using</c>.</returns>
    /// <remarks>
    /// A lock that is free, and that nobody waits for, is taken at once: no iteration passes. Otherwise the coroutine goes
    /// on in the iteration after the release. A cancelled wait takes nothing: should it have been woken already, the next
    /// one is.
    /// </remarks>
    public Awaitable<Releaser> Acquire()
    {
        VerifyThreadInDebug();
        return new(Queue, NextTicket());
    }

    /// <summary>Lets go of it, and wakes whoever waits first: asyncio's <c>release()</c>. Any task may call it.</summary>
    /// <exception cref="InvalidOperationException">Nobody holds it.</exception>
    public void Release()
    {
        VerifyThread();
        if (_held == 0)
        {
            throw new InvalidOperationException(
                $"{DescribeCaller()} releases {Describe()}, which nobody holds. Release it once for each Acquire.");
        }

        _held = 0;
        Holder = null;
        Queue.WakeFirst();
    }

    internal long NextTicket() => ++_lastTicket;

    internal override bool TryPass(CoTask task, long ticket)
    {
        if (_held != 0 || Queue.Count > 0)
        {
            return false;
        }

        Take(task, ticket);
        return true;
    }

    internal override void Pass(Waiter waiter, CoTask task) => Take(task, waiter.Ticket);

    internal override void GiveUp(Waiter waiter, CoTask task)
    {
        if (_held == 0)
        {
            Queue.WakeFirst();
        }
    }

    internal override Releaser TakeReleaser(long ticket) => _held == ticket
        ? new Releaser(this, null, ticket)
        : throw new InvalidStateException(
            $"{Describe()} is not held by this Acquire: it is not done yet, or was released already. Yield it first, then read its Result.");

    internal override void ReleaseOnce(CoTask? holder, long ticket)
    {
        if (_held == ticket)
        {
            Release();
        }
    }

    private void Take(CoTask task, long ticket)
    {
        _held = ticket;
        Holder = task;
    }
}
