namespace Coroutines;

/// <summary>A point that a number of tasks reach before any of them goes on: asyncio's <c>Barrier</c>.</summary>
/// <remarks>
/// When the last of the parties arrives, it goes on at once, and the others after it in the order in which they came
/// (rule 33). When all have left, the barrier serves the next round; who comes before that waits for it.
/// </remarks>
public sealed class CoBarrier : SyncPrimitive
{
    private const int SpareLimit = 16;

    private readonly CoCondition _change = new();
    private readonly Spares<BarrierWait> _spares = new();
    private readonly Spares<BarrierChange> _spareChanges = new();

    private BarrierState _state;

    // Those who have arrived and not left.
    private int _present;

    // The numbers of those who have left while it fills. Who comes next takes one of these: together with them, the numbers of
    // those who are present are always 0, 1, 2 and so on.
    private readonly Stack<int> _vacant = new();

    /// <summary>Creates a barrier.</summary>
    /// <param name="parties">How many tasks it waits for; at least 1.</param>
    /// <param name="name">What to call it in messages; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parties"/> is less than 1.</exception>
    public CoBarrier(int parties, string? name = null)
        : base(name)
    {
        ThrowHelper.IfLessThan(parties, 1, nameof(parties), "A barrier needs at least one party.");
        Parties = parties;
    }

    /// <summary>How many tasks it waits for: asyncio's <c>parties</c>.</summary>
    public int Parties { get; }

    /// <summary>How many tasks have arrived and wait for the others: asyncio's <c>n_waiting</c>.</summary>
    public int Waiting => _state == BarrierState.Filling ? _present : 0;

    /// <summary>Whether it was aborted: asyncio's <c>broken</c>.</summary>
    public bool IsBroken => _state == BarrierState.Broken;

    internal CoCondition Change => _change;

    /// <summary>Whether a newcomer has to wait until the last round is over.</summary>
    internal bool IsClosing => _state is BarrierState.Draining or BarrierState.Resetting;

    /// <summary>Whether those who have arrived have to wait.</summary>
    internal bool IsFilling => _state == BarrierState.Filling;

    /// <summary>Whether those who have arrived may go on.</summary>
    internal bool IsDraining => _state == BarrierState.Draining;

    private protected override string Kind => "a barrier";

    private protected override string Condition => _state switch
    {
        BarrierState.Filling => $"{Waiting} of {Parties} arrived",
        BarrierState.Draining => "draining",
        BarrierState.Resetting => "resetting",
        _ => "broken",
    };

    /// <summary>Waits until all the parties have arrived: asyncio's <c>wait()</c>.</summary>
    /// <returns>
    /// What to yield, once; then it has the task's number in the order of arrival, from 0 to <see cref="Parties"/> - 1, which
    /// no other one of the round has.
    /// </returns>
    /// <remarks>
    /// The last to arrive does not suspend. One that is cancelled leaves, and the others go on waiting; its number goes to one
    /// that comes later. (In asyncio 3.13, two of that round have the same number.) An abort, or a reset
    /// while it waits, is a <see cref="BrokenBarrierException"/> at the <c>yield return</c>.
    /// </remarks>
    public Awaitable<int> Wait()
    {
        VerifyThreadInDebug();
        return (_spares.Take() ?? new BarrierWait(this)).Prepare();
    }

    /// <summary>Empties it: asyncio's <c>reset()</c>. Those who wait get a <see cref="BrokenBarrierException"/>.</summary>
    /// <returns>What to yield, once. Suspends only while those who were woken leave.</returns>
    /// <remarks>A broken barrier that nobody waits at is whole again.</remarks>
    public Awaitable Reset() => NewChange(BarrierState.Resetting);

    /// <summary>
    /// Breaks it: asyncio's <c>abort()</c>. Those who wait, and those who come, get a <see cref="BrokenBarrierException"/>.
    /// </summary>
    /// <returns>What to yield, once. Suspends only while those who were woken leave.</returns>
    public Awaitable Abort() => NewChange(BarrierState.Broken);

    internal override string DescribeWait() => $"waiting for {Describe()} ({Condition})";

    internal BrokenBarrierException Broken() => new(IsBroken
        ? $"{Describe()} was aborted."
        : $"{Describe()} was reset while this task waited at it.");

    /// <summary>Somebody arrives; the last one lets all go on.</summary>
    /// <returns>Its number.</returns>
    internal int Arrive()
    {
        int index = _vacant.Count > 0 ? _vacant.Pop() : _present;
        if (++_present == Parties)
        {
            _state = BarrierState.Draining;
            _change.PassOnToAll();
        }

        return index;
    }

    /// <summary>Somebody who had arrived leaves, in whichever way.</summary>
    internal void Leave(int index)
    {
        if (--_present == 0)
        {
            if (IsClosing)
            {
                _state = BarrierState.Filling;
            }

            _vacant.Clear();
            _change.PassOnToAll();
        }
        else if (IsFilling)
        {
            _vacant.Push(index);
        }
    }

    internal void MoveTo(BarrierState state)
    {
        _state = state == BarrierState.Resetting && _present == 0 ? BarrierState.Filling : state;
        _change.PassOnToAll();
    }

    /// <summary>It has failed, and will not come back.</summary>
    internal void Forget(BarrierWait wait) => _spares.Forget(wait);

    internal void Recycle(BarrierWait wait) => _spares.Keep(wait, SpareLimit);

    internal void Recycle(BarrierChange change) => _spareChanges.Keep(change, SpareLimit);

    private protected override void AddWaitersTo(List<CoTask> tasks)
    {
        _change.Lock.Queue.AddTo(tasks);
        _change.Queue.AddTo(tasks);
    }

    private Awaitable NewChange(BarrierState state)
    {
        VerifyThreadInDebug();
        BarrierChange change = _spareChanges.Take() ?? new BarrierChange(this);
        change.Target = state;
        return change.Renew();
    }
}
