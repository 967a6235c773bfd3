namespace Coroutines;

/// <summary>
/// The future that <c>Race</c> returns: done when one child has succeeded and the others, which are cancelled then, have ended;
/// or when all have failed.
/// </summary>
internal sealed class RaceFuture<T> : ParentFuture<(int Index, T Result)>
{
    private readonly Func<int, Future> _start;
    private readonly double? _delay;
    private readonly Func<Future, T> _result;
    private readonly Exception?[] _errors;
    private TimerHandle? _nextStart;
    private int _started;
    private int _running;
    private int _winner = -1;
    private string? _cancelMessage;

    /// <param name="scheduler">The scheduler.</param>
    /// <param name="count">How many children there are.</param>
    /// <param name="start">Makes a child.</param>
    /// <param name="delay">The seconds between two starts; null to start them all at once.</param>
    /// <param name="result">The result of the child that wins.</param>
    internal RaceFuture(Scheduler scheduler, int count, Func<int, Future> start, double? delay, Func<Future, T> result)
        : base(scheduler, new Future?[count])
    {
        _start = start;
        _delay = delay;
        _result = result;
        _errors = new Exception?[count];
        do
        {
            StartNext();
        }
        while (delay is null && _started < count);
    }

    private bool IsDecided => _winner >= 0 || IsCancelRequested;

    internal override string Describe() => DetailsOrNull?.Name is null
        ? $"a race of {Children.Length}, {_running} of them running"
        : base.Describe();

    private protected override bool CancelCore(string? message)
    {
        if (!base.CancelCore(message))
        {
            return false;
        }

        _cancelMessage = message;
        _nextStart?.Cancel();
        return true;
    }

    private void StartNext()
    {
        _nextStart?.Cancel();
        int index = _started++;
        _running++;
        Children[index] = TryStart(index);
        Children[index]!.AddWaiter(new RaceRunner(Scheduler, OnFinished, index));
        if (_delay is not null && _started < Children.Length)
        {
            _nextStart = Scheduler.CallLaterByTask(_delay.Value, StartNextUnlessDone);
        }
    }

    private void StartNextUnlessDone()
    {
        if (!IsDone)
        {
            StartNext();
        }
    }

    private Future TryStart(int index)
    {
        try
        {
            return _start(index);
        }
        catch (Exception exception)
        {
            // A task factory of the user's refuses: who cannot start has failed.
            var refused = new Future(Scheduler);
            refused.SetException(exception);
            return refused;
        }
    }

    private void OnFinished(int index)
    {
        _running--;
        _errors[index] = Children[index]!.TakeFault();
        if (IsDone)
        {
            return;
        }

        if (!IsDecided)
        {
            if (_errors[index] is null)
            {
                _winner = index;
                _nextStart?.Cancel();
                CancelChildren(null);
            }
            else if (index == _started - 1 && _started < Children.Length)
            {
                // Nobody waits for the delay when the one before has failed.
                StartNext();
            }
        }

        if (_running == 0)
        {
            End();
        }
    }

    private void End()
    {
        if (IsCancelRequested)
        {
            CompleteAsCancelled(new CancelledException(_cancelMessage));
        }
        else if (_winner >= 0)
        {
            SetResult((_winner, _result(Children[_winner]!)));
        }
        else
        {
            SetException(new AggregateException($"All {Children.Length} in the race have failed.", _errors!));
        }
    }
}
