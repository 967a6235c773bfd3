namespace Coroutines.Orleans;

/// <summary>The loop of one activation: a guest, which runs on the activation's turns when something has come or is due.</summary>
/// <remarks>
/// <para>A timer of .NET's stands for a grain timer: Orleans disposes those before it deactivates a grain, when clean-ups may still have to sleep.</para>
/// <para>Everything but <see cref="Queue"/>, <see cref="OnTimer"/> and <see cref="StopWithSilo"/> is called on the activation's turns.</para>
/// </remarks>
internal sealed class GrainLoop : IDisposable
{
    private const int NoThread = 0;

    // Where something may have been posted unnoticed, in seconds.
    private const double LongestWait = 0.1;

    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    private readonly IGrainContext _context;
    private readonly SiloLoops _silo;
    private readonly Func<Duration> _frameInterval;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly Action _turn;

    // Calls that did not end in their first step.
    private readonly HashSet<GrainCall> _calls = [];

    // Where the loop is at work and looks at what has come afterwards anyway, without being told.
    private volatile int _thread;
    private int _isQueued;
    private volatile bool _isTimerSet;
    private double _due;
    private double _lastFrame;
    private bool _isClosing;
    private bool _isDisposed;

    private GrainLoop(IGrainContext context, SiloLoops silo, Func<Duration> frameInterval)
    {
        _context = context;
        _silo = silo;
        _frameInterval = frameInterval;
        _clock = silo.Clock;
        _start = _clock.GetTimestamp();
        _turn = TakeTurn;
        Scheduler = new Scheduler(new SchedulerOptions
        {
            Name = context.GrainId.ToString(),
            HandleCtrlC = false,
            ExceptionHandler = silo.Log.Report,
            WakeUp = Queue,
        });

        // It would keep the values of the call that has brought the grain here.
        using (WithoutContext())
        {
            _timer = _clock.CreateTimer(static loop => ((GrainLoop)loop!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        silo.Add(this);
    }

    internal Scheduler Scheduler { get; }

    /// <summary>Why calls are cancelled, once the grain is being deactivated.</summary>
    internal string? End { get; private set; }

    internal GrainId Grain => _context.GrainId;

    internal static GrainLoop Of(IGrainContext context, Func<Duration> frameInterval) =>
        context.ActivationServices.GetService(typeof(SiloLoops)) is SiloLoops silo
            ? new GrainLoop(context, silo, frameInterval)
            : throw new InvalidOperationException($"The grain {context.GrainId} is a CoroutineGrain, and its silo is not set up for them. Call AddCoroutines() on its ISiloBuilder.");

    internal Task Run(IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken) => Run<object?>(
        coroutine, static (scheduler, coroutine) => scheduler.CreateTask(coroutine, eager: true), static task => task.Result, cancellationToken);

    internal Task<T> Run<T>(IEnumerator<Awaitable> coroutine, CancellationToken cancellationToken) => Run(
        coroutine, static (scheduler, coroutine) => scheduler.CreateTask<T>(coroutine, eager: true), static task => ((CoTask<T>)task).Result, cancellationToken);

    /// <summary>Cancels everything, waits until it has ended, and runs a last coroutine.</summary>
    internal Task Close(IEnumerator<Awaitable> last, DeactivationReason reason, CancellationToken cancellationToken)
    {
        End ??= reason.ToString();
        _isClosing = true;
        return Run(Closing(last), cancellationToken);
    }

    internal void DeactivateNow(string reason)
    {
        _context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, reason));
        if (Scheduler.IsRunning)
        {
            // A call whose first step has come here is not among the calls yet.
            Scheduler.CallSoon(() => CancelCalls(reason));
        }
        else
        {
            CancelCalls(reason);
        }
    }

    /// <summary>The silo stops: from now on the activation takes no call, and those that run have some time left. Called on any thread.</summary>
    internal void StopWithSilo(Duration grace)
    {
        const string Reason = "The silo is stopping.";
        _context.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, Reason));
        _context.Scheduler.QueueAction(() =>
        {
            if (!_isDisposed)
            {
                CatchUp();
                Scheduler.CallLater(grace, () => CancelCalls(Reason));
            }
        });
    }

    internal void Forget(GrainCall call) => _calls.Remove(call);

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _silo.Remove(this);
            _timer.Dispose();
            Scheduler.Dispose();
        }
    }

    private Task<T> Run<T>(
        IEnumerator<Awaitable> coroutine, Func<Scheduler, IEnumerator<Awaitable>, CoTask> start, Func<CoTask, T> result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        if (cancellationToken.IsCancellationRequested)
        {
            coroutine.Dispose();
            return Task.FromCanceled<T>(cancellationToken);
        }

        if (Scheduler.IsRunning)
        {
            // One of the grain's coroutines calls a method of the grain itself.
            return Watch(start(Scheduler, coroutine), result, cancellationToken);
        }

        CatchUp();
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            return Watch(start(Scheduler, coroutine), result, cancellationToken);
        }
        finally
        {
            _thread = NoThread;
            SetTimer(NextTurn());
        }
    }

    private Task<T> Watch<T>(CoTask task, Func<CoTask, T> result, CancellationToken cancellationToken)
    {
        var call = new GrainCall<T>(this, task, result, cancellationToken);
        if (!call.Task.IsCompleted)
        {
            _calls.Add(call);
        }

        return call.Task;
    }

    /// <summary>Has the loop go on in a turn of its own. Called on any thread.</summary>
    private void Queue()
    {
        if (_thread == Environment.CurrentManagedThreadId || Interlocked.Exchange(ref _isQueued, 1) != 0)
        {
            return;
        }

        using (WithoutContext())
        {
            _context.Scheduler.QueueAction(_turn);
        }
    }

    private void TakeTurn()
    {
        Volatile.Write(ref _isQueued, 0);
        if (_isDisposed)
        {
            return;
        }

        CatchUp();
        RunFrame();
        SetTimer(NextTurn());
    }

    private void CatchUp() => Work(static loop => loop.Scheduler.CatchUp(Math.Max(0, loop.Now - loop.Scheduler.Time)));

    private void Work(Action<GrainLoop> work)
    {
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            work(this);
        }
        catch (InvalidOperationException runaway)
        {
            _silo.Log.Report(new ExceptionContext("The coroutines of a grain do not come to rest") { Exception = runaway });
        }
        finally
        {
            _thread = NoThread;
        }
    }

    private void RunFrame()
    {
        double interval = _frameInterval().Seconds;
        double late = Scheduler.Time - (_lastFrame + interval);
        if (late < 0)
        {
            return;
        }

        // One that is a little late does not delay those after it.
        _lastFrame = late < interval ? _lastFrame + interval : Scheduler.Time;
        Work(static loop => loop.Scheduler.Tick(0));
    }

    private double NextTurn()
    {
        if (Scheduler.NextDeadline > Scheduler.Time)
        {
            return Scheduler.NextDeadline;
        }

        // Somebody waits for a frame; or another thread has posted something while the loop was at work, and has not woken it for that reason.
        CatchUp();
        return Scheduler.NextDeadline > Scheduler.Time ? Scheduler.NextDeadline
            : Math.Min(_lastFrame + _frameInterval().Seconds, Scheduler.Time + LongestWait);
    }

    private void SetTimer(double due)
    {
        if (double.IsPositiveInfinity(due) || (_isTimerSet && due == _due))
        {
            return;
        }

        // Whole milliseconds, which timers have, and never too early.
        double milliseconds = Math.Max(1, Math.Ceiling((due - Now) * 1000));
        _due = due;
        _isTimerSet = true;
        _timer.Change(milliseconds < _longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : _longest, Timeout.InfiniteTimeSpan);
    }

    // On a thread of the pool.
    private void OnTimer()
    {
        _isTimerSet = false;
        Queue();
    }

    private void CancelCalls(string reason)
    {
        if (_isClosing)
        {
            // All is cancelled, and the call that is left is the one that waits for the clean-ups.
            return;
        }

        End ??= reason;
        foreach (GrainCall call in _calls.ToArray())
        {
            call.Cancel(reason);
        }
    }

    private IEnumerator<Awaitable> Closing(IEnumerator<Awaitable> last)
    {
        while (Others() is { Count: > 0 } others)
        {
            foreach (CoTask task in others.Where(static task => task.Cancelling == 0))
            {
                task.Cancel(End);
            }

            yield return Awaitable.Wait(others);
        }

        yield return Awaitable.Await(last);
    }

    private List<CoTask> Others() => [.. Scheduler.AllTasks().Where(static task => task != CoTask.Current)];

    private double Now => _clock.GetElapsedTime(_start).TotalSeconds;

    private static AsyncFlowControl? WithoutContext() => ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
}
