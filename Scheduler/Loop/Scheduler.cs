using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// A single-threaded, round-robin scheduler of coroutines: asyncio's event loop, driven by <c>Run</c> or, frame by
/// frame, by <see cref="Tick(double)"/>.
/// </summary>
/// <remarks>
/// What is pending is an item in a queue of what is ready, a deadline, a socket registered with the selector, a predicate, or a
/// waiter on a future or a primitive; nothing ever looks through all coroutines. Members may be used by one thread at a time; while the
/// scheduler runs, only by that thread. <see cref="CallSoonThreadsafe"/> alone may be called from any thread. In debug mode, a game
/// loop whose Ticks or calls in between come from several threads is an error at the first such call.
/// </remarks>
public sealed partial class Scheduler : IDisposable
{
    [ThreadStatic]
    private static Scheduler? _current;

    private static int _lastNumber;

    private readonly SchedulerOptions _options;
    private readonly ReadyQueue _ready = new();
    private readonly TimerOrder _timerOrder = new();
    private readonly TimerQueue _timers;

    // In a game loop: what waits for a number of frames, by the number of the frame.
    private readonly TimerQueue _frameTimers;
    private readonly ThreadInbox _inbox = new();
    private readonly LoopClock _clock;

    // Where a bare yield goes: to the next iteration in a run, to the next frame in a game loop.
    private ReadyQueue _yielded;

    // What is being run: the ready queue, or what waits for a phase of a frame.
    private ReadyQueue _running;
    private int _thread;

    // In debug mode: the thread that its Ticks belong to, from the first one on.
    private HomeThread? _home;

    // Only of one that is spoken of and has no name; 0 before that.
    private int _number;
    private bool _isStopping;
    private bool _isDisposed;

    /// <summary>Creates a scheduler with default options: asyncio's <c>new_event_loop</c>.</summary>
    public Scheduler()
        : this(null)
    {
    }

    /// <summary>Creates a scheduler: asyncio's <c>new_event_loop</c>.</summary>
    /// <param name="options">How it is set up; null for the defaults.</param>
    public Scheduler(SchedulerOptions? options)
    {
        _options = options ?? SchedulerOptions.Default;
        Reference = new SchedulerReference(this);
        _clock = new LoopClock(_options.TimeProvider, ReportClockFailure);
        _sockets = new SocketPoller(_options.Selector, _ready);
        _timers = new TimerQueue(_timerOrder);
        _frameTimers = new TimerQueue(_timerOrder);
        _yielded = _ready;
        _running = _ready;
        _phases = MakePhases(_options);
        _update = FindUpdate();
        (_firstFixed, _firstAfterTime) = FindFixedPhases();
        _unseenFaults = new UnseenFaults(this, _options.UnseenExceptions);
        ExceptionHandler = _options.ExceptionHandler;
        TaskFactory = _options.TaskFactory;
        IsDebug = _options.Debug;
        TracksReuse = IsDebug || _options.TracksReuse;
        StepObserver = IsDebug ? new SlowStepWatch(this, _options) : null;
        Arm();
    }

    /// <summary>
    /// The scheduler that runs on this thread: asyncio's <c>get_running_loop</c>. An
    /// <see cref="InvalidOperationException"/> when none does.
    /// </summary>
    public static Scheduler Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _current ?? throw NoneIsRunning();
    }

    /// <summary>
    /// The scheduler's time in seconds: asyncio's <c>loop.time()</c>. It starts at 0 with the first <c>Run</c> or
    /// <c>Tick</c>, and stands still until then; a <see cref="VirtualClock"/>'s time is taken as it is. In a game loop it
    /// is the sum of the frame times.
    /// </summary>
    public double Time => _clock.Now;

    /// <summary>Whether the scheduler is inside a run or a Tick: asyncio's <c>is_running</c>.</summary>
    public bool IsRunning => _thread != 0;

    /// <summary>Whether the scheduler was disposed: asyncio's <c>is_closed</c>.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>
    /// What it is called in messages: <see cref="SchedulerOptions.Name"/>, or else Scheduler-1, Scheduler-2 and so on, in the order in
    /// which they are asked.
    /// </summary>
    public string Name
    {
        get
        {
            if (_options.Name is { } name)
            {
                return name;
            }

            if (_number == 0)
            {
                // Several threads may ask, the first of them decides.
                Interlocked.CompareExchange(ref _number, Interlocked.Increment(ref _lastNumber), 0);
            }

            return FormattableString.Invariant($"Scheduler-{_number}");
        }
    }

    internal static Scheduler? CurrentOrNull => _current;

    /// <summary>For those who may outlive it.</summary>
    internal SchedulerReference Reference { get; }

    /// <summary>Whether time stands still while anything runs: under a virtual clock, and in a game loop.</summary>
    internal bool IsTimeStepped => _clock.IsStepped;

    /// <summary>Whether it is running on the calling thread.</summary>
    internal bool IsRunningHere => _thread == Environment.CurrentManagedThreadId;

    internal SchedulerOptions Options => _options;

    internal LoopClock Clock => _clock;

    internal bool IsDebug { get; }

    /// <summary>Whether coroutines that look like fresh ones are noted when they have ended.</summary>
    internal bool TracksReuse { get; }

    /// <summary>What a step or a timer that is done waiting adds itself to.</summary>
    internal ReadyQueue Ready => _ready;

    /// <summary>What a bare yield adds itself to.</summary>
    internal ReadyQueue Yielded => _yielded;

    /// <summary>Whether a bare yield waits for the next frame.</summary>
    internal bool YieldsToNextFrame => !ReferenceEquals(_yielded, _ready);

    /// <summary>The item whose callback or step is being run.</summary>
    internal IRunnable? Running => _running.Running;

    /// <summary>Name and state, for reports.</summary>
    /// <returns>For example <c>scheduler 'level 1' (idle)</c>.</returns>
    public override string ToString() => $"{Describe()} ({(_isDisposed ? "disposed" : IsRunning ? "running" : "idle")})";

    internal string Describe() => $"scheduler {Repr.Of(Name)}";

    /// <summary>
    /// Refuses a call from another thread while the scheduler runs, and any call after its end. Cheap enough to be asked
    /// in every operation that changes the queues.
    /// </summary>
    internal void VerifyAccess()
    {
        VerifyThread();
        VerifyNotDisposed();
    }

    /// <summary>Refuses a call from another thread while the scheduler runs; what is left after its end may be looked at.</summary>
    /// <remarks>In debug mode also between two Ticks.</remarks>
    internal void VerifyThread()
    {
        if (_thread == 0)
        {
            _home?.Verify();
        }
        else if (_thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                $"The scheduler is running on another thread{DescribeRunning()}. From here, only CallSoonThreadsafe may be called.");
        }
    }

    private static InvalidOperationException NoneIsRunning() => new(
        "No scheduler is running on this thread. Call this from a coroutine or a callback that Scheduler.Run or Tick runs.");

    private void VerifyNotDisposed()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(Scheduler), "The scheduler was disposed and can run nothing any more.");
        }
    }

    /// <summary>Begins a run or a Tick on this thread; <see cref="Leave"/> ends it.</summary>
    private void Enter(string operation)
    {
        VerifyMayEnter(operation);
        _ready.Disarm();
        EnterContext();
        _thread = Environment.CurrentManagedThreadId;
        _current = this;
    }

    private void EnterContext()
    {
        bool hasTasks = _tasks.Count > 0 || !_ready.IsEmpty;
        if (!Contexts.TryEnter(hasTasks))
        {
            UnfinishedTasks().ForEach(static task => task.PinContext());
            Contexts.Clear();
            Contexts.TryEnter(hasTasks: false);
        }
    }

    private void RememberHome()
    {
        if (IsDebug)
        {
            _home ??= new HomeThread();
        }
    }

    private void VerifyMayEnter(string operation)
    {
        VerifyNotDisposed();
        if (_thread != 0)
        {
            throw new InvalidOperationException(
                $"{operation} was called on a scheduler that is already running{DescribeRunning()}. Await the work in a coroutine instead, or give it a task of its own.");
        }

        _home?.Verify();

        if (_current is { } other)
        {
            throw new InvalidOperationException(
                $"{operation} was called while another scheduler runs on this thread{other.DescribeRunning()}. Give the second one a thread of its own, or run its work on the first.");
        }
    }

    private void Leave()
    {
        LetGoAtRest(MuchWork);
        Contexts.Leave();
        _current = null;
        _thread = 0;
        Arm();
    }
}
