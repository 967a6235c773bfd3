using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>What runs everything that ever runs: the iteration, and the wait where there is nothing to do.</summary>
/// <remarks>What the iteration works on is made before it, and handed to it; how long it goes on is said by who drives it.</remarks>
internal sealed partial class EventLoop : IUpkeep
{
    private readonly LoopClock _clock;
    private readonly PredicateList _predicates;
    private readonly IEventSource _events;
    private readonly Interrupts _interrupts;
    private readonly Outside _outside;
    private readonly Upkeep _upkeep;
    private readonly Func<string> _describeDeadlock;
    private readonly ReadyQueue _ready;
    private readonly ThreadInbox _inbox;
    private readonly TimerQueue _timers;

    // What is being run: the ready queue, or what waits for a phase of a frame.
    private ReadyQueue _running;

    internal EventLoop(
        ReadyQueue ready,
        ThreadInbox inbox,
        LoopClock clock,
        TimerQueue timers,
        PredicateList predicates,
        IEventSource events,
        Interrupts interrupts,
        Outside outside,
        Upkeep upkeep,
        Func<string> describeDeadlock)
    {
        _ready = ready;
        _inbox = inbox;
        _clock = clock;
        _timers = timers;
        _predicates = predicates;
        _events = events;
        _interrupts = interrupts;
        _outside = outside;
        _upkeep = upkeep;
        _describeDeadlock = describeDeadlock;
        _running = ready;
        Yielded = ready;
    }

    /// <summary>Told of everything that runs; in debug mode the watch over slow steps, and otherwise nobody.</summary>
    internal IStepObserver? StepObserver { get; set; }

    /// <summary>When the step began that runs, by the system's clock, as far as an observer takes times; 0 if none does.</summary>
    internal long StepStarted { get; set; }

    /// <summary>How many iterations have begun; what the conformance tests count by.</summary>
    internal long Iteration { get; set; }

    /// <summary>Whether the run is to end after the iteration that is being run.</summary>
    internal bool IsStopping { get; set; }

    /// <summary>Where a bare yield goes: to the next iteration in a run, to the next frame in a game loop.</summary>
    internal ReadyQueue Yielded { get; set; }

    /// <summary>Whether a bare yield waits for the next frame.</summary>
    internal bool YieldsToNextFrame => !ReferenceEquals(Yielded, _ready);

    /// <summary>The item whose callback or step is being run.</summary>
    internal IRunnable? Running => _running.Running;

    /// <summary>Which item of the batch runs: how many come after it.</summary>
    internal int LeftInBatch => _running.LeftInBatch;

    /// <summary>Whether there is something to run without moving the clock.</summary>
    internal bool HasReadyWork => _ready.Count > 0 || _inbox.HasItems || _timers.NextDeadline() <= _clock.Now;

    /// <summary>Whether nothing is ready, and nothing has come, or may come, that has to be looked at.</summary>
    internal bool IsQuiet
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !IsStopping && StepObserver is null && _ready.IsEmpty && !_inbox.IsCalling && !_events.HasWork
            && _predicates.Count == 0 && !_interrupts.AreMany;
    }

    /// <summary>One iteration of the loop (rule 1). Everything that ever runs, runs from here.</summary>
    /// <param name="mayWait">Whether to wait for the next event when nothing is ready; a Tick never waits.</param>
    /// <param name="isGuarded">Whether what the batch throws is dealt with here; else the caller sees to that.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void RunIteration(bool mayWait, bool isGuarded)
    {
        if (Upkeep.IsDue(++Iteration))
        {
            _upkeep.NowAndThen(Iteration);
        }

        _inbox.MoveTo(_ready);
        if (_predicates.Count > 0 && mayWait)
        {
            // Before waiting: what the last iteration did may be what they wait for.
            _predicates.Ask();
        }

        if (_ready.IsEmpty && mayWait)
        {
            WaitForEvents();
        }
        else if (_events.HasWork)
        {
            _events.Glance();
        }

        if (_timers.Count > 0)
        {
            MoveDueTimers();
        }

        if (isGuarded)
        {
            _ready.RunBatch(StepObserver);
        }
        else
        {
            _ready.RunBatchUnguarded();
        }
    }

    /// <summary>An iteration that never waits, as a part of a frame.</summary>
    internal void RunIterationOfFrame()
    {
        RunIteration(mayWait: false, isGuarded: true);
        LeaveIfInterrupted();
    }

    internal void LeaveIfInterrupted() => _interrupts.ThrowIfMany();

    /// <summary>Runs those who wait in another queue than the ready one, as an iteration of their own.</summary>
    internal void RunBatchOf(ReadyQueue waiting)
    {
        _running = waiting;
        Iteration++;
        try
        {
            waiting.RunBatch(StepObserver);
        }
        finally
        {
            _running = _ready;
        }
    }

    /// <summary>
    /// Has the next iteration come at once, as it does in asyncio where a callback is queued that turns out to have
    /// nothing to do.
    /// </summary>
    internal void PassIteration()
    {
        if (_ready.Count == 0)
        {
            _ready.Enqueue(Nothing.Instance);
        }
    }

    /// <summary>Iterations until it is told to stop. What coroutines and callbacks throw goes to them.</summary>
    internal void IterateUntilStopped()
    {
        do
        {
            if (StepObserver is not null)
            {
                RunIteration(mayWait: true, isGuarded: true);
            }
            else
            {
                IterateUntilFault();
            }

            _interrupts.ThrowIfMany();
        }
        while (!IsStopping);
    }

    void IUpkeep.LetGoOfLittle(int work) => _timers.LetGo(work);

    void IUpkeep.LetGo(int work, bool isQuiet)
    {
        _timers.LetGoOfSpares(isQuiet);
        _inbox.LetGo();
    }

    /// <summary>Something is put into the queue by a call: what was posted before that comes first, the two share one FIFO (rule 8).</summary>
    internal void TakeInWhatWasPosted()
    {
        int before = _ready.Count;
        _inbox.MoveTo(_ready);
        int arrived = _ready.Count - before;
        if (arrived > 0)
        {
            StepObserver?.Arrived(arrived);
        }
    }

    // What was posted before the clock was read comes before what is due by then (rule 8).
    private void MoveDueTimers()
    {
        double now = _clock.DueUntil;
        _inbox.MoveTo(_ready);
        _timers.MoveDue(now, _ready);
    }

    // A method of its own: while the loop goes on, nothing on its stack keeps the exception.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void IterateUntilFault()
    {
        try
        {
            IterateUnobserved();
        }
        catch (Exception exception) when (_ready.Running is not null && Unwinding.Starts(exception))
        {
            _ready.FailRunning(Unwinding.End(), observer: null);
        }

        _ready.FinishBatch(observer: null);
    }

    // Apart from the handler: a loop without one keeps what it works on in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void IterateUnobserved()
    {
        do
        {
            RunIteration(mayWait: true, isGuarded: false);
            _interrupts.ThrowIfMany();
        }
        while (!IsStopping && StepObserver is null);
    }
}
