namespace Coroutines;

/// <summary>A counter of free places: asyncio's <c>Semaphore</c>.</summary>
/// <remarks>
/// <para><c>yield return gate.Acquire().Into(out var held); using (held.Result) { … }</c> is asyncio's
/// <c>async with gate:</c>. Without <c>using</c>, call <see cref="Release"/> by hand.</para>
/// <para>Fair: those who wait get a place in the order in which they came, and nobody gets ahead of one that was woken
/// (rule 30). Anybody may release, also without having acquired; so it does not know who holds its places. A
/// <see cref="CoLimiter"/> does.</para>
/// </remarks>
public class CoSemaphore : SyncPrimitive
{
    private readonly Permits _permits = new();

    // Places that were acquired and have not been turned into a releaser.
    private long _unclaimed;

    /// <summary>Creates a semaphore.</summary>
    /// <param name="value">How many places are free; not negative.</param>
    /// <param name="name">What to call it in messages; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    public CoSemaphore(int value = 1, string? name = null)
        : base(name)
    {
        ThrowHelper.IfLessThan(value, 0, nameof(value), "A semaphore cannot begin below 0.");
        Value = value;
    }

    /// <summary>How many places are free. One that a waiter was woken for is not.</summary>
    public int Value { get; private set; }

    /// <summary>Whether an <see cref="Acquire"/> would have to wait: asyncio's <c>locked()</c>.</summary>
    public bool IsLocked => Value == 0 || Queue.Count > 0;

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
        Value = checked(Value + 1);
        WakeNext();
    }

    internal sealed override bool TryPass(CoTask task, long ticket)
    {
        if (IsLocked)
        {
            return false;
        }

        Value--;
        _unclaimed++;
        return true;
    }

    internal sealed override void Pass(Waiter waiter, CoTask task)
    {
        // Its place was taken off the value when it was woken.
        _unclaimed++;
        WakeMore();
    }

    internal sealed override void GiveUp(Waiter waiter, CoTask task)
    {
        if (waiter.State == WaiterState.Woken)
        {
            Value++;
        }

        WakeMore();
    }

    internal sealed override Releaser TakeReleaser(long ticket)
    {
        // Whose place it is cannot be told; that nobody has got one can.
        if (_unclaimed == 0)
        {
            throw new InvalidStateException(
                $"No place of {Describe()} was acquired by this: the Acquire is not done yet. Yield it first, then read its Result.");
        }

        _unclaimed--;
        return new Releaser(this, null, _permits.Issue());
    }

    internal sealed override void ReleaseOnce(CoTask? holder, long ticket)
    {
        if (_permits.Redeem(ticket))
        {
            Release();
        }
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
        if (!Queue.WakeNext())
        {
            return false;
        }

        Value--;
        return true;
    }
}
