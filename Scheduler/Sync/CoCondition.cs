namespace Coroutines;

/// <summary>A lock, and tasks that wait under it until another one tells them of a change: asyncio's <c>Condition</c>.</summary>
/// <remarks>
/// <para><c>yield return condition.Acquire().Into(out var held);</c> and
/// <c>using (held.Result) { yield return condition.WaitFor(() => ready); … }</c></para>
/// <para>A wait releases the lock and has it again when it goes on, also when it was cancelled. Those who are notified go on
/// in the order in which they came, one after the other as the lock is released to them (rule 32).</para>
/// </remarks>
public sealed class CoCondition : SyncPrimitive
{
    private const int SpareLimit = 16;

    private readonly CoLock _lock;
    private readonly Spares<ConditionWait> _spares = new();

    /// <summary>Creates a condition.</summary>
    /// <param name="lock">The lock to use, which others may use too; null for one of its own.</param>
    /// <param name="name">What to call it in messages; null for none.</param>
    public CoCondition(CoLock? @lock = null, string? name = null)
        : base(name) => _lock = @lock ?? new CoLock(name);

    /// <summary>Whether the lock is held: asyncio's <c>locked()</c>.</summary>
    public bool IsLocked => _lock.IsLocked;

    /// <summary>The task that holds the lock; null if nobody does.</summary>
    public CoTask? Holder => _lock.Holder;

    internal CoLock Lock => _lock;

    private protected override string Kind => "a condition";

    private protected override string Condition => IsLocked ? "locked" : "unlocked";

    /// <summary>Waits until nobody holds the lock, and takes it: asyncio's <c>acquire()</c>.</summary>
    /// <inheritdoc cref="CoLock.Acquire"/>
    public Awaitable<Releaser> Acquire() => _lock.Acquire();

    /// <summary>Lets go of the lock: asyncio's <c>release()</c>.</summary>
    /// <inheritdoc cref="CoLock.Release"/>
    public void Release() => _lock.Release();

    /// <summary>
    /// Releases the lock, waits to be notified, and takes the lock again: asyncio's <c>wait()</c>. It may also go on without
    /// a change (see <see cref="Notify"/>), so ask again what you wait for, or use <see cref="WaitFor"/>.
    /// </summary>
    /// <returns>What to yield, once.</returns>
    /// <remarks>
    /// A cancelled wait takes the lock again before the cancel goes on, however often it is cancelled meanwhile, and passes
    /// on the notification that it may have had. If nobody holds the lock, that is an
    /// <see cref="InvalidOperationException"/> at the <c>yield return</c>.
    /// </remarks>
    public Awaitable Wait() => NewWait(null);

    /// <summary>Waits, under the lock, until a predicate is true: asyncio's <c>wait_for</c>.</summary>
    /// <param name="predicate">
    /// What to ask, at once and after each notification; called by the task itself, which holds the lock then. Its exception
    /// fails the wait, with the lock held; a notification that it has used up is passed on.
    /// </param>
    /// <returns>What to yield, once. If the predicate is true at once, no iteration passes.</returns>
    /// <inheritdoc cref="Wait" path="/remarks"/>
    /// <exception cref="ArgumentNullException"><paramref name="predicate"/> is null.</exception>
    public Awaitable WaitFor(Func<bool> predicate)
    {
        ThrowHelper.IfNull(predicate, nameof(predicate));
        return NewWait(predicate);
    }

    /// <summary>Wakes those who wait first: asyncio's <c>notify</c>. They go on when they have the lock.</summary>
    /// <param name="count">How many; if fewer wait, all of them.</param>
    /// <remarks>
    /// A notification whose receiver is cancelled is passed on to the next one, which may then go on without need.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Nobody holds the lock.</exception>
    public void Notify(int count = 1)
    {
        VerifyMayNotify();
        PassOn(count);
    }

    /// <summary>Wakes all who wait: asyncio's <c>notify_all</c>. They go on one after the other, as they get the lock.</summary>
    /// <exception cref="InvalidOperationException">Nobody holds the lock.</exception>
    public void NotifyAll()
    {
        VerifyMayNotify();
        PassOnToAll();
    }

    internal override string DescribeWait() => $"waiting for {Describe()} to be notified";

    internal void PassOn(int count = 1)
    {
        while (count-- > 0 && Queue.WakeNext())
        {
        }
    }

    internal void PassOnToAll() => Queue.WakeAll();

    internal void Recycle(ConditionWait wait) => _spares.Keep(wait, SpareLimit);

    private Awaitable NewWait(Func<bool>? predicate)
    {
        VerifyThreadInDebug();
        ConditionWait wait = _spares.Take() ?? new ConditionWait(this);
        wait.Predicate = predicate;
        return wait.Renew();
    }

    private void VerifyMayNotify()
    {
        VerifyThread();
        if (!_lock.IsLocked)
        {
            throw new InvalidOperationException(
                $"{DescribeCaller()} notifies {Describe()} while nobody holds its lock. Acquire it first.");
        }
    }
}
