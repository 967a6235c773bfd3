namespace Coroutines;

/// <summary>A counter of free places: asyncio's <c>Semaphore</c>.</summary>
/// <remarks>
/// <para><c>yield return gate.Acquire().Into(out var held); using (held.Result) { … }</c> is asyncio's
/// <c>async with gate:</c>. Without <c>using</c>, call <see cref="Release"/> by hand.</para>
/// <para>Fair: those who wait get a place in the order in which they came, and nobody gets ahead of one that was woken
/// (rule 30).</para>
/// <para>Anybody may release, also without having acquired. So who holds a place is a note for reports, see
/// <see cref="Holders"/>; a <see cref="CoLimiter"/> is strict about it.</para>
/// </remarks>
public class CoSemaphore : SyncPrimitive
{
    private readonly Permits _permits = new();
    private readonly PlaceHolders _holders = new();
    private readonly int _places;

    // Places that were acquired and have not been turned into a releaser.
    private long _unclaimed;

    // The task whose releaser is giving a place back.
    private CoTask? _releasing;

    // Somebody who held no place has released those of others: from then on anybody might.
    private bool _isReleasedByOthers;

    /// <summary>Creates a semaphore.</summary>
    /// <param name="value">How many places are free; not negative.</param>
    /// <param name="name">What to call it in messages; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    public CoSemaphore(int value = 1, string? name = null)
        : base(name)
    {
        ThrowHelper.IfLessThan(value, 0, nameof(value), "A semaphore cannot begin below 0.");
        Value = value;
        _places = value;
    }

    /// <summary>How many places are free. One that a waiter was woken for is not.</summary>
    public int Value { get; private set; }

    /// <summary>Whether an <see cref="Acquire"/> would have to wait: asyncio's <c>locked()</c>.</summary>
    public bool IsLocked => Value == 0 || Queue.Count > 0;

    /// <summary>
    /// The tasks that hold a place, each once, in the order in which they came to hold one. One that was woken to get a place
    /// counts.
    /// </summary>
    /// <returns>A list of its own, which later changes leave alone.</returns>
    /// <remarks>
    /// <para>A releaser gives back the place of the task that took it from its <c>Acquire</c>. <see cref="Release"/> gives
    /// back one of the running task's; if that has none, or no task is running, the place of whoever has held one for longest.
    /// </para>
    /// <para>Nobody holds what was added: while more places are free than there were at first, an <c>Acquire</c> uses one of
    /// those up. So a semaphore that begins at 0, and is a signal, has no holders.</para>
    /// <para>Reports say who holds the places that a task waits for, and name rings, as long as only holders have released
    /// (asyncio lets anybody): once it was released by others, holding a place does not mean being the one to release it.</para>
    /// </remarks>
    public IReadOnlyList<CoTask> Holders => _holders.ToList();

    internal override IReadOnlyList<CoTask> HolderTasks => !MayKeep ? HoldersSeen : _isReleasedByOthers ? [] : Holders;

    internal override IReadOnlyList<CoTask> HoldersSeen => _isReleasedByOthers ? [] : _holders.Look();

    private protected override string Kind => "a semaphore";

    private protected override string Condition => IsLocked ? "locked" : $"{Value} free";

    /// <summary>Waits until a place is free, and takes it: asyncio's <c>acquire()</c>.</summary>
    /// <returns>What to yield; then it has what gives the place back, for a <c>using</c>.</returns>
    /// <remarks>
    /// If a place is free, and nobody waits, no iteration passes. Otherwise the coroutine goes on in the iteration after
    /// the release. A cancelled wait takes nothing: should it have been woken already, the next one is.
    /// </remarks>
    public Awaitable<Releaser> Acquire() => new(Queue, AnyTicket);

    /// <summary>
    /// Gives a place back, or adds one, and wakes whoever waits first: asyncio's <c>release()</c>. Anybody may call it.
    /// </summary>
    public virtual void Release()
    {
        VerifyThread();
        _isReleasedByOthers |= !GiveBack(_releasing ?? CoTask.Current);
        WakeNext();
    }

    internal sealed override bool TryPass(CoTask task, long ticket)
    {
        if (IsLocked)
        {
            return false;
        }

        Take(task);
        _unclaimed++;
        return true;
    }

    internal sealed override void Pass(Waiter waiter, CoTask task)
    {
        // Its place was taken when it was woken.
        _unclaimed++;
        WakeMore();
    }

    internal sealed override void GiveUp(Waiter waiter, CoTask task)
    {
        if (waiter.State == WaiterState.Woken)
        {
            GiveBack(task);
        }

        WakeMore();
    }

    internal sealed override Releaser TakeReleaser(long ticket)
    {
        // Which Acquire it belongs to cannot be told; that nobody has got a place can.
        if (_unclaimed == 0)
        {
            throw new InvalidStateException(
                $"No place of {Describe()} was acquired by this: the Acquire is not done yet. Yield it first, then read its Result.");
        }

        _unclaimed--;
        return new Releaser(this, CoTask.Current, _permits.Issue());
    }

    internal sealed override void ReleaseOnce(CoTask? holder, long ticket)
    {
        // Before anything is given back.
        VerifyThread();
        if (!_permits.Redeem(ticket))
        {
            return;
        }

        _releasing = holder;
        try
        {
            Release();
        }
        finally
        {
            _releasing = null;
        }
    }

    // There are as many places held as the value is short of what it was at first.
    private void Take(CoTask task)
    {
        Value--;
        if (Value < _places)
        {
            _holders.Add(task);
        }
    }

    /// <summary>A place is free again, or there is one more.</summary>
    /// <returns>False if it was held by another task, or by one where none gives it back.</returns>
    private bool GiveBack(CoTask? task)
    {
        Value = checked(Value + 1);
        if (_holders.First is null || (task is not null && _holders.TryRemove(task)))
        {
            return true;
        }

        _holders.RemoveFirst();
        return false;
    }

    // Others may have come in the meantime, and waited behind the one that was woken.
    private void WakeMore()
    {
        while (Value > 0 && WakeNext())
        {
        }
    }

    private bool WakeNext()
    {
        if (Queue.PeekNext() is not { } next)
        {
            return false;
        }

        Take(next.Task);
        next.Wake();
        return true;
    }
}
