using System.Runtime.CompilerServices;

namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>Told of everything that runs; in debug mode the watch over slow steps, and otherwise nobody.</summary>
    internal IStepObserver? StepObserver { get; set; }

    /// <summary>How many iterations have begun; what the conformance tests count by.</summary>
    internal long Iteration { get; private set; }

    /// <summary>One iteration of the loop (rule 1). Everything that ever runs, runs from here.</summary>
    /// <param name="mayWait">Whether to wait for the next event when nothing is ready; a Tick never waits.</param>
    /// <param name="isGuarded">Whether what the batch throws is dealt with here; else the caller sees to that.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunIteration(bool mayWait, bool isGuarded)
    {
        if ((++Iteration & (BusyIterations - 1)) == 0)
        {
            LetGoNowAndThen();
        }

        _inbox.MoveTo(_ready);
        if (_predicates.Count > 0 && mayWait)
        {
            // Before waiting: what the last iteration did may be what they wait for.
            AskPredicates();
        }

        if (_ready.IsEmpty && mayWait)
        {
            WaitForEvents();
        }
        else if (_sockets.HasWork)
        {
            GlanceAtIO();
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

    // What was posted before the clock was read comes before what is due by then (rule 8).
    private void MoveDueTimers()
    {
        double now = _clock.DueUntil;
        _inbox.MoveTo(_ready);
        _timers.MoveDue(now, _ready);
    }

    /// <summary>Iterations until <see cref="Stop"/>. What coroutines and callbacks throw goes to them.</summary>
    private void IterateUntilStopped()
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

            ThrowIfInterrupted();
        }
        while (!_isStopping);
    }

    // A method of its own: while the loop goes on, nothing on its stack keeps the exception.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void IterateUntilFault()
    {
        try
        {
            IterateUnobserved();
        }
        catch (Exception exception) when (_ready.Running is not null && Unwinding.Begin(exception))
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
            ThrowIfInterrupted();
        }
        while (!_isStopping && StepObserver is null);
    }

    /// <summary>There is nothing else to do: looks which I/O is ready, and waits for it until the next deadline.</summary>
    private void WaitForEvents()
    {
        if (_isStopping)
        {
            PollIO(0);
            return;
        }

        double deadline = LatestWake;
        if (_clock.IsStepped)
        {
            LetGoAtRest(LittleWork);
            JumpTo(deadline);
        }
        else
        {
            LetGoOfAll(isQuiet: true);
            _unseenFaults.ReportLost();
            PollIO(deadline - _clock.Now);
        }
    }

    /// <summary>When the loop has to run again at the latest, if nothing arrives from outside.</summary>
    private double LatestWake
    {
        get
        {
            double deadline = _timers.NextDeadline();
            if (_predicates.Count == 0)
            {
                return deadline;
            }

            // An interval of 0, or one that vanishes beside a large time, must not keep a virtual clock from jumping.
            double now = _clock.Now;
            double nextPoll = now + _options.PredicateInterval.Seconds;
            bool isStuck = _clock.IsStepped && nextPoll <= now && deadline < double.PositiveInfinity;
            return isStuck ? deadline : Math.Min(deadline, nextPoll);
        }
    }

    /// <summary>What a virtual clock does instead of waiting.</summary>
    private void JumpTo(double deadline)
    {
        PollIO(0);
        _inbox.MoveTo(_ready);
        if (!_ready.IsEmpty)
        {
            return;
        }

        bool onlyPredicates = _predicates.Count > 0 && double.IsPositiveInfinity(_timers.NextDeadline());
        _idlePolls = onlyPredicates ? _idlePolls + 1 : 0;
        if (deadline < double.PositiveInfinity && _idlePolls < IdlePollLimit)
        {
            _clock.MoveTo(deadline);
        }
        else if (ExpectsEvents)
        {
            _idlePolls = 0;
            PollIO(double.PositiveInfinity);
        }
        else
        {
            _idlePolls = 0;
            throw new DeadlockException(DescribeDeadlock());
        }
    }

    /// <summary>Runs iterations until <see cref="Stop"/> is called: asyncio's <c>run_forever</c>.</summary>
    /// <remarks>
    /// Called on a scheduler that was stopped beforehand, it runs one iteration without waiting. Under a
    /// <see cref="VirtualClock"/>, a <see cref="DeadlockException"/> ends it when nothing can happen any more.
    /// </remarks>
    /// <exception cref="InvalidOperationException">A scheduler already runs on this thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public void RunForever()
    {
        Enter(nameof(RunForever));
        try
        {
            BeginRun();
            IterateUntilStopped();
        }
        finally
        {
            _isStopping = false;
            Leave();
        }
    }

    /// <summary>
    /// Ends <see cref="RunForever"/> or <c>RunUntilComplete</c> after the iteration that is being run: asyncio's
    /// <c>stop</c>. What is pending stays pending, and goes on in the next run.
    /// </summary>
    public void Stop()
    {
        VerifyAccess();
        _isStopping = true;
    }

    private void BeginRun()
    {
        _clock.BeginRun();
        LeaveFrames();
    }
}
