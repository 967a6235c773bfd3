namespace Coroutines;

/// <summary>
/// The future that <c>Race</c> returns: done when one child has succeeded and the others, which are cancelled then, have ended;
/// or when all have failed.
/// </summary>
internal sealed class RaceFuture<T> : ParentFuture<(int Index, T Result)>
{
    private readonly Func<int, Future>? _start;
    private readonly double? _delay;
    private readonly Func<Future, T> _result;
    private Exception?[]? _errors;
    private TimerHandle? _nextStart;
    private int _started;
    private int _running;
    private int _winner = -1;
    private string? _cancelMessage;

    /// <param name="scheduler">The scheduler.</param>
    /// <param name="children">The children; without any, but with room for them, if they are still to be made.</param>
    /// <param name="result">The result of the child that wins.</param>
    /// <param name="start">Makes a child; null where they are there.</param>
    /// <param name="delay">The seconds between two starts; null to start them all at once.</param>
    internal RaceFuture(
        Scheduler scheduler, Future?[] children, Func<Future, T> result, Func<int, Future>? start = null, double? delay = null)
        : base(scheduler, children)
    {
        _start = start;
        _delay = delay;
        _result = result;
        do
        {
            StartNext();
        }
        while (delay is null && _started < children.Length);
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
        Exception? interrupt = null;
        Future child = Children[index] ??= TryStart(index, out interrupt);
        child.AddWaiter(new Runner(this, index));
        if (interrupt is not null)
        {
            // Ctrl-C is nobody's failure: it leaves the loop. The race goes on without that one, should the loop be entered again.
            Rethrow.Throw(interrupt);
        }

        if (_delay is not null && _started < Children.Length)
        {
            _nextStart = Scheduler.Domains.CallLaterByTask(_delay.Value, StartNextUnlessDone);
        }
    }

    private void StartNextUnlessDone()
    {
        if (!IsDone)
        {
            StartNext();
        }
    }

    private Future TryStart(int index, out Exception? interrupt)
    {
        interrupt = null;
        try
        {
            return _start!(index);
        }
        catch (Exception exception)
        {
            // A task factory of the user's refuses: who cannot start has failed.
            interrupt = exception as KeyboardInterruptException;
            var refused = new Future(Scheduler);
            refused.SetException(exception);
            _ = refused.TakeFault();
            return refused;
        }
    }

    private void OnFinished(int index)
    {
        _running--;
        Exception? error = Children[index]!.TakeFault();
        if (IsDone)
        {
            return;
        }

        if (!IsDecided)
        {
            if (error is null)
            {
                _winner = index;
                _nextStart?.Cancel();
                CancelChildren(null);
            }
            else
            {
                Note(error, index);
            }
        }

        if (_running == 0)
        {
            End();
        }
    }

    private void Note(Exception error, int index)
    {
        _errors ??= new Exception?[Children.Length];
        _errors[index] = error;
        if (index == _started - 1 && _started < Children.Length)
        {
            // Nobody waits for the delay when the one before has failed.
            StartNext();
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

    /// <summary>Tells the race, in the iteration after it, that one of its children is done.</summary>
    private sealed class Runner(RaceFuture<T> race, int index) : IFutureWaiter, IRunnable
    {
        public void OnDone(Future future) => race.Scheduler.Ready.Enqueue(this);

        public void Run() => race.OnFinished(index);
    }
}
