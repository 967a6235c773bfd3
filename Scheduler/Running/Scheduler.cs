using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// A single-threaded, round-robin scheduler of coroutines: asyncio's event loop, driven by <c>Run</c> or, frame by
/// frame, by <see cref="Tick(double)"/>.
/// </summary>
/// <remarks>
/// What is pending is an item in a queue of what is ready, a deadline, a socket registered with the selector, a predicate, or a
/// waiter on a future or a primitive; nothing ever looks through all coroutines. Members may be used by one thread at a time; while the
/// scheduler runs, only by that thread. <see cref="CallSoonThreadsafe"/> may be called from any thread, and so may those that only look,
/// <see cref="FormatTasks"/> and <see cref="TakeSnapshot"/>. In debug mode, a game
/// loop whose Ticks or calls in between come from several threads is an error at the first such call.
/// </remarks>
public sealed partial class Scheduler : IDisposable
{
    [ThreadStatic]
    private static Scheduler? _current;

    private readonly SchedulerName _name;
    private readonly LoopThread _thread;
    private volatile bool _isDisposed;

    /// <summary>Creates a scheduler with default options: asyncio's <c>new_event_loop</c>.</summary>
    public Scheduler()
        : this(null)
    {
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
    public double Time => Clock.Now;

    /// <summary>Whether the scheduler is inside a run or a Tick: asyncio's <c>is_running</c>.</summary>
    public bool IsRunning => _thread.IsBusy;

    /// <summary>Whether the scheduler was disposed: asyncio's <c>is_closed</c>.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>
    /// What it is called in messages: <see cref="SchedulerOptions.Name"/>, or else Scheduler-1, Scheduler-2 and so on, in the order in
    /// which they are asked.
    /// </summary>
    public string Name => _name.ToString();

    internal static Scheduler? CurrentOrNull => _current;

    /// <summary>Whether it is running on the calling thread.</summary>
    internal bool IsRunningHere => _thread.IsHere;

    internal bool IsDebug { get; }

    /// <summary>Whether coroutines that look like fresh ones are noted when they have ended.</summary>
    internal bool TracksReuse { get; }

    /// <summary>
    /// Ends the scheduler: asyncio's <c>close</c>, and more. Tasks that are left are cancelled and stepped as long as
    /// something is ready, without waiting; what is then still suspended is closed: its <c>finally</c> and <c>using</c>
    /// blocks run. Exceptions that nobody has looked at are reported. A second call does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// It is running: stop it first. Or it has tasks left, and another scheduler runs on this thread.
    /// </exception>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        VerifyMayDispose();
        try
        {
            CloseTasks();
            Reports.Unseen.ReportAll();
        }
        finally
        {
            Processes.End(this);
            OpenStreams.End(this);
            _isDisposed = true;
            EndParts();
        }
    }

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
        if (!_thread.IsBusy)
        {
            _thread.VerifyHome();
        }
        else if (!_thread.IsHere)
        {
            throw new InvalidOperationException(
                $"The scheduler is running on another thread{DescribeRunning()}. From here, only CallSoonThreadsafe may be called.");
        }
    }

    internal void VerifyNotDisposed()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(Scheduler), "The scheduler was disposed and can run nothing any more.");
        }
    }

    /// <summary>Refuses a run, a Tick or a part of a frame before anything is begun.</summary>
    /// <param name="operation">What was called.</param>
    /// <param name="mayBeInFrame">Whether it may be called between two parts of a frame.</param>
    internal void VerifyMayEnter(string operation, bool mayBeInFrame = false)
    {
        VerifyNotDisposed();
        if (IsRunning)
        {
            throw new InvalidOperationException(
                $"{operation} was called on a scheduler that is already running{DescribeRunning()}. Await the work in a coroutine instead, or give it a task of its own.");
        }

        _thread.VerifyHome();
        if (!mayBeInFrame)
        {
            Frames.VerifyNotOpen(operation);
        }

        if (_current is { } other)
        {
            throw new InvalidOperationException(
                $"{operation} was called while another scheduler runs on this thread{other.DescribeRunning()}. Give the second one a thread of its own, or run its work on the first.");
        }
    }

    /// <summary>Refuses the end before anything is ended.</summary>
    internal void VerifyMayDispose()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException(
                $"A running scheduler cannot be disposed{DescribeRunning()}. Call Stop, and dispose it after the run.");
        }

        _thread.VerifyHome();

        if (Tasks.HasUnfinished())
        {
            // The tasks that are left need this thread.
            VerifyMayEnter(nameof(Dispose), mayBeInFrame: true);
        }
    }

    private static InvalidOperationException NoneIsRunning() => new(
        "No scheduler is running on this thread. Call this from a coroutine or a callback that Scheduler.Run or Tick runs.");

    // Another thread must not look at the tasks while they run.
    private string DescribeRunning() => IsRunningHere && Tasks.Running is { } task ? $" (in {task.DescribeChain()})" : string.Empty;

    /// <summary>Begins a run, a Tick or a part of a frame on this thread; <see cref="Leave"/> ends it.</summary>
    private void Enter(string operation, bool mayBeInFrame = false)
    {
        VerifyMayEnter(operation, mayBeInFrame);
        Ready.Disarm();
        EnterContext();
        _thread.Enter();
        _current = this;
        _upkeep.Begin();
    }

    private void EnterContext()
    {
        bool hasTasks = Tasks.Count > 0 || !Ready.IsEmpty;
        if (!Contexts.TryEnter(hasTasks))
        {
            Tasks.Unfinished().ForEach(static task => task.PinContext());
            Contexts.Clear();
            Contexts.TryEnter(hasTasks: false);
        }
    }

    private void Leave()
    {
        _upkeep.AtRest(Upkeep.MuchWork);
        Contexts.Leave();
        _current = null;
        _thread.Leave();
        Host.Arm();
    }

    private void CloseTasks()
    {
        if (!Tasks.HasUnfinished())
        {
            return;
        }

        KeyboardInterruptException? interrupt;
        Enter(nameof(Dispose), mayBeInFrame: true);
        try
        {
            // The clock stays as it is: the clean-ups of a game loop run at the time of its last frame.
            Frames.Leave();
            interrupt = new TaskClosing(Tasks, Ready).Run();
        }
        finally
        {
            Leave();
        }

        if (interrupt is not null)
        {
            Rethrow.Throw(interrupt);
        }
    }
}
