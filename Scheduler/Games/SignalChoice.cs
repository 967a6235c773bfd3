namespace Coroutines;

/// <summary>A wait for the first of several signals. It has a place in the queue of each.</summary>
internal sealed class SignalChoice(SignalSource[] signals) : Suspension, IResult<SignalHit>
{
    private readonly ChoiceWaiter[] _waiters = new ChoiceWaiter[signals.Length];
    private ChoiceWaiter? _chosen;
    private CancelledException? _cancel;
    private bool _isUsed;

    public SignalHit GetResult(long version) => _chosen is { } chosen && !chosen.IsQueued
        ? new SignalHit(chosen)
        : throw new InvalidStateException("None of the signals has come yet: yield the FirstOf first, then read its Result.");

    public Awaitable ToAwaitable() => new(this, AwaitableKind.Suspension);

    internal override Awaitable Begin(CoTask task, long argument)
    {
        if (_isUsed)
        {
            return Awaitable.Misuse("awaits the same FirstOf a second time. Make a new one for each wait.");
        }

        // None is joined before all have let the task wait.
        foreach (SignalSource signal in signals)
        {
            signal.Bind(task);
        }

        _isUsed = true;
        for (int i = 0; i < signals.Length; i++)
        {
            _waiters[i] = signals[i].NewWaiter(this);
            signals[i].Queue.Join(_waiters[i], task);
        }

        return Suspended();
    }

    /// <summary>One of them has come. The others are not heard any more.</summary>
    internal void Choose(ChoiceWaiter chosen)
    {
        _chosen = chosen;
        CancelOthers();
    }

    internal override Awaitable Finish(CoTask task, CancelledException? cancel)
    {
        Abandon(task);
        cancel = _cancel ?? cancel;
        if (cancel is null)
        {
            return Passed();
        }

        _chosen = null;
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
        foreach (ChoiceWaiter waiter in _waiters)
        {
            waiter.LeaveQueue();
        }
    }

    internal override string Describe() =>
        $"waiting for the first of {string.Join(", ", signals.Select(static signal => signal.Describe()))}";

    private void CancelOthers()
    {
        foreach (ChoiceWaiter waiter in _waiters)
        {
            if (waiter != _chosen)
            {
                waiter.Queue!.Cancel(waiter);
            }
        }
    }
}
