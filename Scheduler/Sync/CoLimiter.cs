namespace Coroutines;

/// <summary>
/// Limits how many tasks do something at once, and knows which: trio's <c>CapacityLimiter</c>. asyncio has none.
/// </summary>
/// <remarks>
/// <para><c>yield return limiter.Acquire().Into(out var held); using (held.Result) { … }</c></para>
/// <para>Unlike a semaphore's place, a token belongs to the task that acquired it: it alone gives it back, and has one at
/// most. The total can be changed at any time. Fair, like <see cref="CoSemaphore"/>.</para>
/// </remarks>
public sealed class CoLimiter : SyncPrimitive
{
    private readonly Dictionary<CoTask, long> _borrows = [];

    // What was told last, to however many who ask; null when that no longer holds.
    private IReadOnlyList<CoTask>? _told;
    private long _lastTicket;
    private int _total;

    /// <summary>Creates a limiter.</summary>
    /// <param name="total">How many tasks may have a token at once; not negative.</param>
    /// <param name="name">What to call it in messages; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="total"/> is negative.</exception>
    public CoLimiter(int total, string? name = null)
        : base(name)
    {
        VerifyTotal(total);
        _total = total;
    }

    /// <summary>
    /// How many tasks may have a token at once. Raised, it wakes those who wait; lowered below <see cref="Borrowed"/>, it
    /// takes nothing away, and nobody gets a token until enough are given back.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Total
    {
        get => _total;
        set
        {
            VerifyTotal(value);
            VerifyThread();
            _total = value;
            WakeMore();
        }
    }

    /// <summary>How many tasks have a token. One that was woken to get one counts.</summary>
    public int Borrowed => _borrows.Count;

    /// <summary>How many tokens are free; negative after <see cref="Total"/> was lowered below what is borrowed.</summary>
    public int Available => _total - _borrows.Count;

    /// <summary>The tasks that have a token, in the order in which they got it.</summary>
    /// <returns>A list that later changes leave alone.</returns>
    public IReadOnlyList<CoTask> Borrowers => _told ??= ListBorrowers();

    internal override IReadOnlyList<CoTask> HolderTasks => MayKeep ? Borrowers : HoldersSeen;

    internal override IReadOnlyList<CoTask> HoldersSeen => _told ?? ListBorrowers();

    private protected override string Kind => "a limiter";

    private protected override string Condition => $"{Borrowed} of {Total} borrowed";

    private CoTask[] ListBorrowers() => [.. _borrows.OrderBy(borrow => borrow.Value).Select(borrow => borrow.Key)];

    private bool IsFree => _borrows.Count < _total;

    /// <summary>Waits until a token is free, and takes it: trio's <c>acquire()</c>.</summary>
    /// <returns>What to yield; then it has what gives the token back, for a <c>using</c>.</returns>
    /// <remarks>
    /// If a token is free, and nobody waits, no iteration passes. Otherwise the coroutine goes on in the iteration after
    /// one was given back. A cancelled wait takes nothing. A task that has a token already gets an
    /// <see cref="InvalidOperationException"/> at the <c>yield return</c>.
    /// </remarks>
    public Awaitable<Releaser> Acquire() => new(Queue, AnyTicket);

    /// <summary>Gives the running task's token back, and wakes whoever waits first: trio's <c>release()</c>.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public void Release()
    {
        VerifyThread();
        if (CoTask.Current is not { } task || !GiveBack(task))
        {
            throw new InvalidOperationException(
                $"{DescribeCaller()} gives back a token of {Describe()}, and has none. Only the task that acquired it can give it back, once.");
        }

        WakeMore();
    }

    internal override bool TryPass(CoTask task, long ticket)
    {
        if (_borrows.ContainsKey(task))
        {
            throw new InvalidOperationException(
                $"{task.DescribeChain()} acquires {Describe()}, of which it has a token already. Give that back first.");
        }

        if (!IsFree || Queue.Count > 0)
        {
            return false;
        }

        Borrow(task);
        return true;
    }

    // Its token was taken when it was woken.
    internal override void Pass(Waiter waiter, CoTask task) => WakeMore();

    internal override void GiveUp(Waiter waiter, CoTask task)
    {
        if (waiter.State == WaiterState.Woken)
        {
            GiveBack(task);
        }

        WakeMore();
    }

    internal override Releaser TakeReleaser(long ticket) =>
        CoTask.Current is { } task && _borrows.TryGetValue(task, out long borrow)
            ? new Releaser(this, task, borrow)
            : throw new InvalidStateException(
                $"{DescribeCaller()} has no token of {Describe()}: the Acquire is not done yet. Yield it first, then read its Result.");

    internal override void ReleaseOnce(CoTask? holder, long ticket)
    {
        if (_borrows.TryGetValue(holder!, out long borrow) && borrow == ticket)
        {
            VerifyThread();
            GiveBack(holder!);
            WakeMore();
        }
    }

    private static void VerifyTotal(int total) => ThrowHelper.IfLessThan(total, 0, nameof(total), "A limiter cannot have fewer than 0 tokens.");

    private void Borrow(CoTask task)
    {
        _told = null;
        _borrows.Add(task, ++_lastTicket);
    }

    private bool GiveBack(CoTask task)
    {
        _told = null;
        return _borrows.Remove(task);
    }

    private void WakeMore()
    {
        while (IsFree && Queue.PeekNext() is { } next)
        {
            Borrow(next.Task);
            next.Wake();
        }
    }
}
