namespace Coroutines;

/// <summary>
/// Waits for the first of several signals, one after another; the version tells them apart. A wait has a place in the queue of each
/// of its signals.
/// </summary>
internal sealed class SignalChoice : Suspension, IResult<SignalHit>
{
    // One that has grown larger is not used again: such waits are rare, and it would hold that much for good.
    private const int MostKept = 64;

    private ChoiceWaiter[] _waiters = [];
    private int _count;

    // The version of the present wait, of the one that may be yielded, and of the one that has a hit; the latter are 0 if there is none.
    private long _version;
    private long _awaitable;
    private long _done;
    private bool _isSpare;

    private ChoiceWaiter? _chosen;
    private SignalHit _hit;
    private CancelledException? _cancel;

    private ReadOnlySpan<ChoiceWaiter> Waiters => _waiters.AsSpan(0, _count);

    /// <summary>Begins a new wait.</summary>
    internal static Awaitable<SignalHit> Of(ReadOnlySpan<SignalSource> signals) =>
        (Scheduler.CurrentOrNull?.Places.Choices.Take() ?? new SignalChoice()).Prepare(signals);

    public Awaitable ToAwaitable(long version) => new(this, version);

    public SignalHit GetResult(long version)
    {
        if (version != _done)
        {
            throw new InvalidStateException(version == _version
                ? "None of the signals has come yet: yield the FirstOf first, then read its Result."
                : "The result of this FirstOf is gone: it was read through another copy, and another wait has begun since. Keep what you have read, or read it from one variable, which keeps it.");
        }

        Recycle();
        return _hit;
    }

    internal override Awaitable Begin(CoTask task, long version)
    {
        if (version != _awaitable)
        {
            return Awaitable.Misuse("awaits the same FirstOf a second time. Make a new one for each wait.");
        }

        // None is joined before all have let the task wait.
        foreach (ChoiceWaiter waiter in Waiters)
        {
            waiter.Signal!.Bind(task);
        }

        _awaitable = 0;
        foreach (ChoiceWaiter waiter in Waiters)
        {
            WaiterQueue queue = waiter.Signal!.Queue;
            if (queue.Last is not ChoiceWaiter last || last.Choice != this)
            {
                // Otherwise the signal was named twice.
                queue.Join(waiter, task);
            }
        }

        return Suspended();
    }

    /// <summary>One of them has come. The others are not heard any more.</summary>
    internal void Choose(ChoiceWaiter chosen, SignalHit hit)
    {
        _chosen = chosen;
        _hit = hit;
        CancelOthers();
    }

    internal override Awaitable Finish(CoTask task, CancelledException? cancel)
    {
        Abandon(task);
        _chosen = null;
        cancel = _cancel ?? cancel;
        if (cancel is null)
        {
            _done = _version;
            return Passed();
        }

        _cancel = null;
        _hit = default;
        Recycle();
        return Refused(cancel);
    }

    internal override void Cancel(CoTask task, CancelledException cancel)
    {
        _cancel = cancel;
        CancelOthers();
        task.WakeToFinish();
    }

    internal override void Abandon(CoTask task)
    {
        foreach (ChoiceWaiter waiter in Waiters)
        {
            waiter.LeaveQueue();
        }
    }

    internal override string Describe() =>
        $"waiting for the first of {string.Join(", ", Signals().Distinct().Select(static signal => signal.Describe()))}";

    private Awaitable<SignalHit> Prepare(ReadOnlySpan<SignalSource> signals)
    {
        Grow(signals.Length);
        for (int i = 0; i < signals.Length; i++)
        {
            _waiters[i].Signal = signals[i];
        }

        _count = signals.Length;
        _awaitable = ++_version;
        _done = 0;
        _hit = default;
        _isSpare = false;
        return new Awaitable<SignalHit>(this, _version);
    }

    private void Grow(int count)
    {
        int old = _waiters.Length;
        if (count > old)
        {
            Array.Resize(ref _waiters, count);
            for (int i = old; i < count; i++)
            {
                _waiters[i] = new ChoiceWaiter(this);
            }
        }
    }

    private void CancelOthers()
    {
        foreach (ChoiceWaiter waiter in Waiters)
        {
            if (waiter != _chosen && waiter.IsQueued)
            {
                waiter.Queue!.Cancel(waiter);
            }
        }
    }

    // It may be read on another thread, long after: only the scheduler's own thread may touch what is the scheduler's.
    private void Recycle()
    {
        if (_isSpare || _waiters.Length > MostKept || Scheduler.CurrentOrNull is not { } scheduler)
        {
            return;
        }

        _isSpare = true;
        foreach (ChoiceWaiter waiter in Waiters)
        {
            waiter.Signal = null;
            waiter.Forget();
        }

        scheduler.Places.Choices.Keep(this, scheduler.Places.Limit);
    }

    private IEnumerable<SignalSource> Signals() => _waiters.Take(_count).Select(static waiter => waiter.Signal).OfType<SignalSource>();
}
