using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>A result that will be there later: asyncio's <c>Future</c>.</summary>
/// <remarks>
/// <para>Awaiting it (<c>yield return future;</c>) suspends until it is done, and not at all if it is done already. All
/// who wait, callbacks and tasks, stand in one FIFO list; completion schedules each of them for the next iteration
/// (rule 11).</para>
/// <para>It belongs to the scheduler that runs where it is created, or else to the first one that awaits it. To be used
/// on that scheduler's thread; other threads go through <see cref="Scheduler.CallSoonThreadsafe"/>.</para>
/// <para>It does not outlive that scheduler: what is still pending when it is disposed stays with it. What is done can be awaited by
/// tasks of the next one, too.</para>
/// <para>Cancelling a task that awaits a future cancels the future as well, as in asyncio.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
[DebuggerTypeProxy(typeof(DebugView))]
public partial class Future : AwaitableSource, IAwaitable, IDisposable
{
    // While it is pending: who waits for its end, one or a list of them. When it is done: its exception, or the result of one
    // without a type.
    private object? _waitersOrOutcome;
    private FutureDetails? _details;

    /// <summary>Creates a pending future: asyncio's <c>loop.create_future()</c>.</summary>
    public Future()
        : this(Scheduler.CurrentOrNull)
    {
    }

    /// <summary>Creates a pending future that belongs to a scheduler: asyncio's <c>loop.create_future()</c>.</summary>
    /// <param name="scheduler">The scheduler; null to let the first one that awaits it take it.</param>
    public Future(Scheduler? scheduler)
        : this(scheduler, FutureState.Pending)
    {
    }

    private protected Future(Scheduler? scheduler, FutureState state)
    {
        Owner = scheduler;
        State = state;
        if (scheduler is { IsDebug: true })
        {
            _details = new TracedDetails(Environment.StackTrace);
        }
    }

    /// <summary>
    /// What to call it in messages: asyncio's <c>get_name</c> and <c>set_name</c>. Tasks are named Task-1, Task-2 and so
    /// on, unless they are given a name.
    /// </summary>
    public string Name
    {
        get => _details?.Name ?? DefaultName;
        set
        {
            ThrowHelper.IfNull(value, nameof(value));
            Owner?.VerifyThread();
            Details.Name = value;
        }
    }

    /// <summary>Where it stands.</summary>
    public FutureState State { get; private protected set; }

    /// <summary>Whether it has a result or an exception, or was cancelled: asyncio's <c>done()</c>.</summary>
    public bool IsDone => Transitions.IsFinal(State);

    /// <summary>Whether it was cancelled: asyncio's <c>cancelled()</c>.</summary>
    public bool IsCancelled => State == FutureState.Cancelled;

    /// <summary>
    /// The exception it was completed with, or null: asyncio's <c>exception()</c>. Looking at it counts as handling it.
    /// </summary>
    /// <exception cref="InvalidStateException">It is not done.</exception>
    /// <exception cref="CancelledException">It was cancelled.</exception>
    public Exception? Exception
    {
        get
        {
            VerifyDone();
            Observe();
            if (IsCancelled)
            {
                Rethrow.Throw(Ending);
            }

            return HasFault ? Ending : null;
        }
    }

    /// <summary>
    /// The result: asyncio's <c>result()</c>. Null where there is none, as for a task whose coroutine returns nothing.
    /// Throws what it was completed with.
    /// </summary>
    /// <exception cref="InvalidStateException">It is not done.</exception>
    /// <exception cref="CancelledException">It was cancelled.</exception>
    public object? Result
    {
        get
        {
            ThrowUnlessSuccessful();
            return BoxedResult;
        }
    }

    /// <summary>The scheduler it belongs to; null until one is found.</summary>
    internal Scheduler? Owner { get; private set; }

    /// <summary>For <see cref="CoTask"/>, in the gap that these small fields leave.</summary>
    internal TaskAttention Attention { get; set; }

    /// <summary>For <see cref="CoTask"/>, in the gap that these small fields leave.</summary>
    private protected int Number { get; set; }

    /// <summary>What recordings know it by; null as long as there is none.</summary>
    internal TraceTag? Tag
    {
        get => _details?.Tag;
        set => Details.Tag = value;
    }

    internal string? CreationStack => (_details as TracedDetails)?.CreationStack;

    /// <summary>The message of the last cancel that it remembered (rule 15).</summary>
    internal string? RememberedMessage => _details?.CancelMessage;

    private protected FutureDetails Details => _details ??= new FutureDetails();

    private protected FutureDetails? DetailsOrNull => _details;

    private protected virtual string DefaultName => nameof(Future);

    /// <summary>The result, for those who don't know its type.</summary>
    internal virtual object? BoxedResult => HasSucceeded ? _waitersOrOutcome : null;

    Awaitable IAwaitable.ToAwaitable() => this;

    /// <summary>Completes it with a result: asyncio's <c>set_result</c>.</summary>
    /// <param name="result">The result; null for none.</param>
    /// <exception cref="InvalidStateException">It is done already.</exception>
    /// <exception cref="InvalidOperationException">It is a task, whose coroutine alone gives the result.</exception>
    /// <exception cref="ArgumentException">The result is not of the type that this future has.</exception>
    public void SetResult(object? result = null)
    {
        VerifySettable(FutureState.Finished);
        Complete(FutureState.Finished, AcceptResult(result));
    }

    /// <summary>Completes it with an exception: asyncio's <c>set_exception</c>.</summary>
    /// <param name="exception">The exception, which whoever awaits the future gets.</param>
    /// <exception cref="InvalidStateException">It is done already.</exception>
    /// <exception cref="InvalidOperationException">It is a task, whose coroutine alone gives the result.</exception>
    public void SetException(Exception exception)
    {
        ThrowHelper.IfNull(exception, nameof(exception));
        VerifySettable(FutureState.Finished);
        CompleteWithFault(exception);
    }

    /// <summary>Asks for it to be cancelled: asyncio's <c>cancel(msg)</c>.</summary>
    /// <param name="message">The message of the <see cref="CancelledException"/>.</param>
    /// <returns>False when it is done already; an exception that it has then counts as seen.</returns>
    /// <remarks>
    /// <para>A plain future is cancelled at once.</para>
    /// <para>A task is cancelled once its clean-up is done, and may also swallow the cancel. Before its first step, the
    /// coroutine never runs. While it waits, the cancel goes to what it waits on. If that is done already, or the task is
    /// running, the cancel is remembered and lands at the next real suspension, or when the coroutine returns (rules 13 to
    /// 17).</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public bool Cancel(string? message = null)
    {
        Owner?.VerifyThread();
        NoteTouch();
        if (IsDone)
        {
            CancelTooLate();
            return false;
        }

        return CancelCore(message);
    }

    /// <summary>Calls back when it is done: asyncio's <c>add_done_callback</c>.</summary>
    /// <param name="callback">
    /// What to call, with this future, in the iteration after the completion; if it is done already, in the next one.
    /// Its exceptions go to the scheduler's exception handler.
    /// </param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one.</param>
    /// <exception cref="InvalidOperationException">No scheduler could be found that would call it.</exception>
    public void AddDoneCallback(Action<Future> callback, ExecutionContext? context = null)
    {
        ThrowHelper.IfNull(callback, nameof(callback));
        Owner ??= Scheduler.CurrentOrNull ?? throw new InvalidOperationException(
            $"{Describe()} belongs to no scheduler yet, so nobody could run its callback. Create it with new Future(scheduler), or inside a coroutine.");
        Owner.VerifyAccess();
        AddWaiter(new FutureCallback(Owner, callback, context));
    }

    /// <summary>Takes callbacks back: asyncio's <c>remove_done_callback</c>.</summary>
    /// <param name="callback">The callback, as it was added.</param>
    /// <returns>How many were removed. One that is scheduled already is not.</returns>
    public int RemoveDoneCallback(Action<Future> callback)
    {
        ThrowHelper.IfNull(callback, nameof(callback));
        Owner?.VerifyThread();
        switch (_waitersOrOutcome)
        {
            case FutureCallback single when single.Callback == callback:
                _waitersOrOutcome = null;
                return 1;
            case WaiterList list:
                return list.Remove(callback);
            default:
                return 0;
        }
    }

    /// <summary>Hands it to .NET code: a <see cref="Task"/> that is completed when this future is.</summary>
    /// <returns>A task that can be awaited or blocked on by other threads. It does not cancel this future.</returns>
    public Task AsTask()
    {
        Owner?.VerifyThread();
        var bridge = new FutureBridge<object?>(static future => future.BoxedResult);
        AddWaiter(bridge);
        return bridge.Task;
    }

    /// <summary>
    /// Cancels it, if it is pending, so that <c>using var worker = CreateTask(…)</c> ends the task with the frame.
    /// </summary>
    public void Dispose()
    {
        if (!IsDone)
        {
            Cancel();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Name and state, and what it failed with, for reports. That does not count as looking at the exception.</summary>
    /// <returns>
    /// For example <c>future 'answer' (Pending)</c>, <c>a future (Pending)</c> without a name, or
    /// <c>task 'reader' (Finished, exception=IOException('lost'))</c>.
    /// </returns>
    public override string ToString() => $"{Describe()} ({DescribeState()})";

    /// <summary>The tasks and futures whose end it waits for, for reports; null stands for one that is not there yet.</summary>
    internal virtual IReadOnlyList<Future?> Needs => [];

    /// <summary>Whether a cancel of it goes to others, which may hand it on in their turn.</summary>
    internal virtual bool HandsCancelsOn => false;

    /// <summary>Whether one more cancel would do something here: what has just been cancelled is done, unless it is up to others.</summary>
    internal virtual bool CanBeCancelledAgain => !IsDone;

    /// <summary>The state and, as asyncio's <c>repr</c>, the exception of what has failed.</summary>
    /// <param name="asksNobody">Whether the exception may not be asked for its message, which is code of the program's.</param>
    internal string DescribeState(bool asksNobody = false) =>
        DescribeFault(asksNobody) is { } fault ? $"{State}, exception={fault}" : State.ToString();

    /// <summary>The exception of what has failed, in one line; null if it has not. That does not count as looking at it.</summary>
    /// <inheritdoc cref="DescribeState"/>
    internal string? DescribeFault(bool asksNobody) =>
        !HasFault ? null : asksNobody ? Ending.GetType().Name : ExceptionText.Short(Ending);

    internal sealed override Awaitable Begin(CoTask task, long argument)
    {
        if (HasSucceeded && ReferenceEquals(Owner, task.Scheduler))
        {
            return Passed();
        }

        if (task.RefusalOf(this) is { } refusal)
        {
            return Awaitable.Misuse(refusal);
        }

        if (IsDone)
        {
            return TakeFault() is { } fault ? Refused(fault) : Passed();
        }

        AddWaiter(task);
        return Suspended();
    }

    private void NoteTouch() => (Owner ?? Scheduler.CurrentOrNull)?.Loop.StepObserver?.Touched(this);

    internal virtual string Describe() => _details?.Name is { } name ? $"future {Repr.Of(name)}" : "a future";

    /// <summary>Makes it belong to a scheduler.</summary>
    /// <returns>False when it belongs to another one; unless it is done, and that one has ended.</returns>
    internal bool TryBind(Scheduler scheduler)
    {
        Owner ??= scheduler;
        return ReferenceEquals(Owner, scheduler) || (IsDone && Owner.IsDisposed);
    }

    /// <summary>Cancels it while it is pending.</summary>
    private protected virtual bool CancelCore(string? message)
    {
        CompleteAsCancelled(new CancelledException(message));
        return true;
    }

    /// <summary>A cancel comes when it is done: whoever asks for it has no interest in how it ended.</summary>
    private protected virtual void CancelTooLate() => Observe();

    private protected virtual void VerifySettable(FutureState to)
    {
        Owner?.VerifyThread();
        NoteTouch();
        if (!Transitions.IsAllowed(State, to))
        {
            throw Transitions.Error(this, to);
        }
    }

    /// <summary>Takes the result of somebody who does not know its type.</summary>
    /// <returns>What is to be kept of it here.</returns>
    private protected virtual object? AcceptResult(object? result) => result;

    private protected void CompleteAsCancelled(CancelledException cancel)
    {
        Complete(FutureState.Cancelled, cancel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Move(FutureState to)
    {
        if (!Transitions.IsAllowed(State, to))
        {
            throw Transitions.Error(this, to);
        }

        State = to;
    }

    private protected void Complete(FutureState to, object? outcome = null)
    {
        Move(to);
        object? waiters = _waitersOrOutcome;
        if (!ReferenceEquals(waiters, outcome))
        {
            _waitersOrOutcome = outcome;
        }

        // Mostly nobody is there, or a task.
        if (waiters is CoTask task)
        {
            task.OnDone(this);
        }
        else if (waiters is not null)
        {
            ((IFutureWaiter)waiters).OnDone(this);
        }
    }

    private protected void ThrowUnlessSuccessful()
    {
        VerifyDone();
        if (TakeFault() is { } fault)
        {
            // Thrown anew for each reader, with the stack of the place where it came from.
            Rethrow.Throw(fault);
        }
    }

    private void VerifyDone()
    {
        if (Owner is { IsDebug: true } owner)
        {
            owner.VerifyThread();
        }

        if (!IsDone)
        {
            throw new InvalidStateException(
                $"{Describe()} is {State}: its result is not there yet. Yield it first, then read the result.");
        }
    }

    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(Future future)
    {
        public string Name => future.Name;

        public FutureState State => future.State;

        public object? Result => future.BoxedResult;

        public Exception? Exception => future.PeekFault();

        public object[] Waiters => [.. future.WaitersSeen()];
    }
}
