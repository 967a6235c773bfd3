namespace Coroutines;

/// <summary>Starts a child of a group and waits until it reports that it is ready; only then it joins the group.</summary>
internal sealed class StartFrame<T>(TaskGroup group, Func<StartSignal<T>, IEnumerator<Awaitable>> child, string? name)
    : GuardFrame, IResult<T>, IFutureWaiter
{
    private CoTask? _child;
    private StartFuture? _settled;
    private bool _isReady;
    private CancelledException? _cancel;
    private T _value = default!;

    public T GetResult(long version)
    {
        VerifyHasResult("The child has not reported that it is ready. Yield what Start returned first, then read its Result.");
        return _value;
    }

    public Awaitable ToAwaitable(long version) => new(this);

    internal override Awaitable Start(CoTask task)
    {
        _child = group.BeginStart(child(new StartSignal<T>(this)), name);
        if (_isReady)
        {
            // It has reported while it was started, eagerly.
            group.EndStart(_child, isReady: true);
            return End(null);
        }

        _settled = new StartFuture(_child);
        _child.AddWaiter(this);
        return _settled;
    }

    internal override Awaitable Resume(CoTask task) => End(_isReady ? _cancel : FaultOf(_child!));

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        if (_isReady || _child!.IsDone)
        {
            // It has joined the group, which sees to it; or there is nothing to wait for.
            LeaveFaultToOthers();
            return End(exception);
        }

        _cancel ??= exception as CancelledException;
        _child.Cancel();
        return _settled = new StartFuture(_child);
    }

    /// <summary>The child has ended without a report.</summary>
    public void OnDone(Future future)
    {
        if (future.HasFault)
        {
            // It comes out of the wait, when that goes on.
            future.AnnounceLook();
        }

        Settle(isReady: false);
    }

    private void LeaveFaultToOthers()
    {
        if (!_isReady && _child!.HasFault)
        {
            _child.WithdrawLook();
        }
    }

    internal void OnReady(T value)
    {
        group.VerifyThread();
        if (_isReady || _child is { IsDone: true })
        {
            string child = _child?.Describe() ?? "The child";
            throw new InvalidOperationException(_isReady
                ? $"{child} reports a second time that it is ready. It has to call Started(…) once."
                : $"{child} has ended, and can no longer report that it is ready.");
        }

        _value = value;
        if (_child is null)
        {
            _isReady = true;
            return;
        }

        _child.RemoveWaiter(this);
        Settle(isReady: true);
    }

    private void Settle(bool isReady)
    {
        _isReady = isReady;
        if (!_settled!.IsDone)
        {
            _settled.SetResult();
        }

        // After whoever started the child: that one hears first.
        group.EndStart(_child!, isReady);
    }

    private Exception FaultOf(CoTask ended) => ended.TakeFault() switch
    {
        null => _cancel as Exception ?? new InvalidOperationException(
            $"{ended.Describe()} has ended without reporting that it was ready. It has to call Started(…) once."),
        CancelledException cancel => _cancel as Exception ?? new InvalidOperationException(
            $"{ended.Describe()} was cancelled before it reported that it was ready.", cancel),
        { } fault => Replacement.Of(_cancel, fault),
    };

    /// <summary>What is started, for a debugger.</summary>
    internal string DescribeChild() => _child is null ? "a start that has not begun" : $"the start of {_child}{(_isReady ? ", which is over" : string.Empty)}";
}
