namespace Coroutines;

/// <summary>Starts a child of a group and waits until it reports that it is ready; only then it joins the group.</summary>
internal sealed class StartFrame<T>(TaskGroup group, Func<StartSignal<T>, IEnumerator<Awaitable>> child, string? name)
    : GuardFrame, IResult<T>, IFutureWaiter
{
    private CoTask? _child;
    private Future? _reported;
    private bool _isStarted;
    private CancelledException? _cancel;
    private T _value = default!;

    public T GetResult()
    {
        if (Fault is not null)
        {
            Rethrow.Throw(Fault);
        }

        return IsLeft ? _value : throw new InvalidStateException(
            "The child has not reported that it is ready. Yield what Start returned first, then read its Result.");
    }

    public Awaitable ToAwaitable() => new(this, AwaitableKind.Frame);

    internal override Awaitable Start(CoTask task)
    {
        try
        {
            _child = group.CreateStarting(child(new StartSignal<T>(this)), name);
        }
        catch (Exception exception)
        {
            return End(exception);
        }

        _reported = new Future(task.Scheduler);
        _child.AddWaiter(this);
        return _reported;
    }

    internal override Awaitable Resume(CoTask task)
    {
        if (_cancel is not null)
        {
            return End(_cancel);
        }

        return End(_isStarted ? null : _child!.TakeFault() switch
        {
            null => new InvalidOperationException(
                $"{_child.Describe()} has ended without reporting that it was ready. It has to call Started(…) once."),
            CancelledException cancel => new InvalidOperationException(
                $"{_child.Describe()} was cancelled before it reported that it was ready.", cancel),
            { } fault => fault,
        });
    }

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        _cancel ??= exception as CancelledException;
        if (_isStarted || _child!.IsDone)
        {
            // It has joined the group, which sees to it; or there is nothing to wait for.
            return End(exception);
        }

        _child.Cancel();
        return _reported = new Future(task.Scheduler);
    }

    public void OnDone(Future future) => Report();

    internal void OnStarted(T value)
    {
        if (_isStarted)
        {
            throw new InvalidOperationException($"{_child?.Describe() ?? "The child"} reports a second time that it is ready.");
        }

        _isStarted = true;
        _value = value;
        _child!.RemoveWaiter(this);
        group.Adopt(_child);
        Report();
    }

    private void Report()
    {
        if (!_reported!.IsDone)
        {
            _reported.SetResult();
        }
    }
}
