namespace Coroutines;

/// <summary>A coroutine that runs by itself, side by side with others: asyncio's <c>Task</c>.</summary>
/// <remarks>
/// <para>Made by <see cref="Awaitable.CreateTask(IEnumerator{Awaitable}, string?, ExecutionContext?, bool?)"/> or
/// <see cref="Scheduler.CreateTask(IEnumerator{Awaitable}, string?, ExecutionContext?, bool?)"/>. Its first step runs in the next iteration. The
/// scheduler holds every unfinished task, so nobody else has to.</para>
/// <para>Awaiting it (<c>yield return task;</c>) suspends until it is done; any number of others may await it, any
/// number of times. A cancel of one that awaits it is forwarded to it, as in asyncio.</para>
/// <para>An exception that nobody looks at is reported once, to its group's exception handler or else the scheduler's: in a game loop
/// at the end of the Tick in which it failed, in a run when it is garbage (<see cref="SchedulerOptions.UnseenExceptions"/>), at the
/// latest when the scheduler ends.</para>
/// </remarks>
public partial class CoTask : Future, IStep, ITimed, ILeavingWaiter
{
    private CallStack _calls;

    // What it waits on, and what the next step asks how to go on, if that is to ask; null for time.
    private AwaitableSource? _waitingOn;

    // Where it waits for a deadline; where it stands aside while it is ready, see CoTask.Aside.cs.
    private Whereabouts _place;

    internal CoTask(Scheduler scheduler, IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context)
        : base(scheduler, FutureState.Ready)
    {
        _calls = new CallStack(coroutine);
        Attention = TaskAttention.First;
        if (scheduler.Contexts.NeedsOwn(context, out ExecutionContext? own))
        {
            TakeContext(own);
        }

        if (name is null)
        {
            Number = scheduler.Tasks.NextNumber();
        }
        else
        {
            Number = scheduler.Tasks.LastNumber;
            Details.Name = name;
            Details.NameOrder = scheduler.Tasks.NextNameOrder();
        }
    }

    /// <summary>
    /// The task whose step is being run, or null in a callback and outside: asyncio's <c>current_task()</c>.
    /// </summary>
    public static CoTask? Current => Scheduler.CurrentOrNull?.Tasks.Running;

    /// <summary>
    /// How many cancels were asked for and not taken back by <see cref="Uncancel"/>: asyncio's <c>cancelling()</c>.
    /// </summary>
    public int Cancelling => DetailsOrNull?.Cancelling ?? 0;

    /// <summary>The scheduler it belongs to, for good.</summary>
    internal Scheduler Scheduler => Owner!;

    /// <summary>The <see cref="AsyncLocal{T}"/> values that it has between steps (rule 40).</summary>
    internal ExecutionContext? Context => IsFlowing ? Details.Context : Scheduler.Contexts.Shared;

    /// <summary>Where the scheduler's registry keeps it; below 0 as long as it does not.</summary>
    internal int RegistryIndex = -1;

    long ITimed.TimerToken
    {
        get => _place.Timer;
        set => _place.Timer = value;
    }

    private protected override string DefaultName => $"Task-{(uint)Number}";

    private bool MustCancel => (Attention & TaskAttention.MustCancel) != 0;

    private bool IsFlowing => (Attention & TaskAttention.Flowing) != 0;

    private bool IsClosing => (Attention & TaskAttention.Closing) != 0;

    /// <summary>Takes one cancel back: asyncio's <c>uncancel()</c>.</summary>
    /// <returns>How many are left. At 0 a remembered cancel is withdrawn; one that was forwarded is not (rule 18).</returns>
    public int Uncancel()
    {
        Scheduler.VerifyThread();
        if (DetailsOrNull is not { Cancelling: > 0 } details)
        {
            return 0;
        }

        if (--details.Cancelling == 0)
        {
            Attention &= ~TaskAttention.MustCancel;
        }

        return details.Cancelling;
    }

    /// <inheritdoc/>
    void IFutureWaiter.OnDone(Future future) => OnDone(future);

    /// <inheritdoc cref="IFutureWaiter.OnDone"/>
    internal void OnDone(Future future)
    {
        if (State == FutureState.Waiting)
        {
            Wake(future.TakeFault());
        }
    }

    /// <summary>Whether it was closed from outside while it waited.</summary>
    bool ILeavingWaiter.HasLeft => State != FutureState.Waiting || IsAbandoned;

    /// <summary>The task whose coroutine is running, for what belongs to a coroutine.</summary>
    internal static CoTask CurrentOrThrow(string what) => Current ?? throw new InvalidOperationException(
        $"{what} belongs to a coroutine, and none is running here.");

    /// <summary>Which of two tasks was made first.</summary>
    internal static int CompareAge(CoTask one, CoTask other)
    {
        // One with a name has the number of the last one without; a difference stays right when numbers begin again.
        int byNumber = unchecked(one.Number - other.Number);
        return byNumber != 0 ? byNumber : NameOrder(one).CompareTo(NameOrder(other));

        static long NameOrder(CoTask task) => task.DetailsOrNull?.NameOrder ?? 0;
    }

    /// <summary>Ends the wait: the next step, one iteration later, resumes the coroutine or throws into it.</summary>
    internal void Wake(Exception? error)
    {
        Move(FutureState.Ready);
        if (error is null)
        {
            _waitingOn = null;
        }
        else
        {
            _waitingOn = new Thrown(error);
            Attention |= TaskAttention.Finishing;
        }

        Scheduler.Ready.Enqueue(this);
    }

    /// <summary>
    /// Ends the wait on a suspension that has more to do: the next step, one iteration later, asks it to
    /// <see cref="AwaitableSource.Finish"/>.
    /// </summary>
    internal void WakeToFinish()
    {
        Move(FutureState.Ready);
        Attention |= TaskAttention.Finishing;
        Scheduler.Ready.Enqueue(this);
    }

    /// <summary>Takes the value that the outermost coroutine returned, if it ended with one.</summary>
    internal virtual Exception? Accept(Awaitable end) => null;

    internal override IReadOnlyList<Future?> Needs => State == FutureState.Waiting && _waitingOn is Future future ? [future] : [];

    // One whose host was stopped for good hears of nothing any more: whoever waits for it is cancelled in its stead.
    internal override bool HandsCancelsOn => !IsAbandoned;

    internal override string Describe() => $"task {Repr.Of(Name)}";

    private protected override bool CancelCore(string? message)
    {
        if (IsAbandoned)
        {
            return false;
        }

        if (Scheduler.Tasks.CancelPass is { } pass)
        {
            CancelIn(pass, message);
            return true;
        }

        // Down the chain of tasks that await each other, however long it is.
        CoTask last = FindLastOfChain();
        for (CoTask task = this; task != last; task = (CoTask)task._waitingOn!)
        {
            task.Details.Cancelling++;
        }

        last.Details.Cancelling++;
        last.CancelHere(message);
        return true;
    }

    /// <summary>The same, in a pass over several tasks.</summary>
    private void CancelIn(CancelPass pass, string? message)
    {
        int first = pass.Count;
        CoTask last = this;
        while (true)
        {
            Future? next = last.State == FutureState.Waiting ? last._waitingOn as Future : null;
            if (next is { HandsCancelsOn: true } && !pass.TryEnter(last, message, out bool isRing))
            {
                if (isRing)
                {
                    last.FindLastOfChain().CancelHere(message);
                }

                pass.Leave(first, pass.Count);
                return;
            }

            last.Details.Cancelling++;
            if (next is not CoTask { IsAbandoned: false } task)
            {
                break;
            }

            last = task;
        }

        int end = pass.Count;
        last.CancelHere(message);
        pass.Leave(first, end);
    }

    /// <summary>Makes up for cancels that came to it and went no further, since one of the same pass had gone further already.</summary>
    internal void CancelAgain(int count, string? message)
    {
        Details.Cancelling += count;
        if (State == FutureState.Waiting && _waitingOn is Future { HandsCancelsOn: true, CanBeCancelledAgain: false })
        {
            RememberCancel(message);
        }
    }

    private protected override void VerifySettable(FutureState to) => throw new InvalidOperationException(
        $"{Describe()} gets its result from its coroutine; it cannot be set from outside. Use a Future for that.");

    /// <summary>
    /// The task that a cancel lands at. Tasks that await each other in a ring are deadlocked, and a cancel is what frees
    /// them: there it is one of the ring (asyncio recurses until it fails).
    /// </summary>
    private CoTask FindLastOfChain()
    {
        CoTask task = this;
        CoTask mark = this;
        long nextMark = 1;
        for (long steps = 1; task is { State: FutureState.Waiting, _waitingOn: CoTask { IsAbandoned: false } awaited }; steps++)
        {
            if (ReferenceEquals(awaited, mark))
            {
                return task;
            }

            task = awaited;
            if (steps == nextMark)
            {
                // Brent's way to find a ring: the mark moves on in ever longer strides.
                mark = task;
                nextMark *= 2;
            }
        }

        return task;
    }

    private void CancelHere(string? message)
    {
        if (State != FutureState.Waiting)
        {
            bool mayWaitForFrame = State == FutureState.Ready && (Attention & ~TaskAttention.Lasting) == TaskAttention.None;
            RememberCancel(message);
            if (StandsAside)
            {
                ComeForward();
            }
            else if (mayWaitForFrame && Scheduler.Loop.YieldsToNextFrame)
            {
                // A cancel waits for no frame: what replaces the coroutine may start before that.
                Attention |= TaskAttention.Early;
                Scheduler.Ready.Enqueue(this);
            }

            return;
        }

        switch (_waitingOn)
        {
            case CoTask awaited:
                // Only in a ring, or at one that was abandoned, does the chain end at one that waits for a task.
                awaited.RemoveWaiter(this);
                break;
            case Future future:
                // Its completion wakes this task. One that refuses, or takes its time, is up to itself.
                if (!future.Cancel(message))
                {
                    RememberCancel(message);
                }

                return;
            case Suspension suspension:
                suspension.Cancel(this, new CancelledException(message));
                return;
            default:
                StopSleeping();
                break;
        }

        Wake(new CancelledException(message));
    }

    private void RememberCancel(string? message)
    {
        Attention |= TaskAttention.MustCancel;
        Details.CancelMessage = message;
    }

    private void StopSleeping()
    {
        Attention &= ~TaskAttention.Asleep;
        if (_place.IsNowhere)
        {
            // The timer has fired, and its item is in the ready queue. It is ahead of the one that Wake adds.
            Attention |= TaskAttention.Stale;
        }
        else
        {
            CancelTimer();
        }
    }

    private void CancelTimer()
    {
        Timeline.Cancel(this);
        _place.Leave();
    }
}
