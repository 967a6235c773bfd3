namespace Coroutines;

public partial class CoTask
{
    /// <summary>The frame whose body is being run; for what a coroutine attaches to its own frame.</summary>
    /// <remarks>A handler of a <c>Try</c> runs in the frame of the <c>Try</c>, and belongs to the coroutine that yielded it.</remarks>
    internal CoroutineFrame InnermostCoroutine => (_frame ?? Materialize()).Owner;

    // What the coroutine throws comes to Fail.
    private Awaitable ResumeInnermost()
    {
        if (_body is not { } body)
        {
            return _frame!.Resume(this);
        }

        return body.MoveNext() ? body.Current : Coroutine.Ended;
    }

    private Awaitable ThrowIntoInnermost(Exception exception)
    {
        if (exception is not CancelledException)
        {
            NoteLogicalStack(exception);
        }

        if (_frame is null && _body is not null && !IsClosing)
        {
            exception = CloseBody(exception)!;
        }

        if (_frame is not null)
        {
            return _frame.Throw(this, exception);
        }

        Finish(exception);
        return _over;
    }

    /// <summary>Enters a frame that the innermost one awaits.</summary>
    internal Awaitable Enter(Frame frame)
    {
        if (frame.IsEntered)
        {
            return new Awaitable(
                new InvalidOperationException(
                    $"{DescribeChain()} awaits {frame.CoroutineName ?? "the same thing"} a second time: a call can be awaited only once. Make a task of it to await it from several places."),
                AwaitableKind.Error);
        }

        frame.IsEntered = true;
        frame.Caller = _frame ?? Materialize();
        _frame = frame;
        _body = frame.Body;
        try
        {
            Awaitable first = frame.Start(this);
            return first.IsAnswer ? Awaitable.Torn : first;
        }
        catch (Exception refusal)
        {
            // What it was to begin could not be begun: the user's task factory, or clock, has refused.
            NoteLogicalStack(refusal);
            frame.NoteFault(refusal);
            return Awaitable.Failure(refusal);
        }
    }

    /// <summary>Leaves the innermost frame, which has ended.</summary>
    /// <returns>The frame that awaits it, or null at the outermost.</returns>
    private Frame? Leave()
    {
        if (_frame is not { } ended)
        {
            return null;
        }

        ended.IsLeft = true;
        Frame? caller = ended.Caller;
        ended.Caller = null;
        _frame = caller;
        _body = caller?.Body;
        return caller;
    }

    /// <summary>Makes the frame object of the outermost coroutine.</summary>
    private RootFrame Materialize()
    {
        var root = new RootFrame(_body!) { IsEntered = true };
        if (IsClosing)
        {
            // A clean-up defers something while the body is being closed: the frame goes on with the closing.
            root.LeaveBody();
            _body = null;
            Attention &= ~TaskAttention.Closing;
        }

        _frame = root;
        return root;
    }

    private IEnumerator<Awaitable> TakeBody()
    {
        IEnumerator<Awaitable> body = _body!;
        _body = null;
        return body;
    }

    /// <summary>A frame has begun to close: it is no longer resumed by stepping its iterator.</summary>
    internal void LeaveBody() => _body = null;

    /// <summary>The chain of coroutines that are running; null when none is.</summary>
    internal StackEntry? FindPlace()
    {
        if (_frame is not null)
        {
            return _frame.Owner.Place;
        }

        return _body is not null ? new StackEntry(Coroutine.NameOf(_body), caller: null) : null;
    }

    string IStep.DescribeChain() => DescribeChain();

    /// <summary>The task and its coroutines in a few words, for messages.</summary>
    internal string DescribeChain() =>
        FindPlace() is { } place ? $"{place} ({Describe()})" : Describe();

    /// <summary>The tasks that hold what it waits for, for reports.</summary>
    internal IReadOnlyList<CoTask> HoldingTasks =>
        State == FutureState.Waiting && _waitingOn is Suspension suspension ? suspension.Holders : [];

    /// <summary>What the task is doing, for reports.</summary>
    internal string DescribeWait() => State switch
    {
        FutureState.Waiting => _waitingOn switch
        {
            Future future => $"awaiting {future.Describe()}",
            Suspension suspension => suspension.Describe(),
            _ => _timerToken == NeverDue ? "sleeping for ever" : "sleeping",
        },
        FutureState.Ready => DescribeReady(),
        FutureState.Running => "running",
        _ => "done",
    };

    /// <summary>
    /// Closes the task from outside, for a scheduler that ends: disposes its iterators, innermost first, and leaves it
    /// cancelled. Deferred coroutines are not run any more: nobody is left to step them.
    /// </summary>
    /// <returns>Ctrl-C, if its clean-up has raised that; for later, when all are closed.</returns>
    internal KeyboardInterruptException? Abort()
    {
        if (IsDone)
        {
            return null;
        }

        bool isQueued = State == FutureState.Ready && !StandsAside;
        if (StandsAside)
        {
            Withdraw();
        }

        if (State == FutureState.Waiting)
        {
            (_waitingOn as Suspension)?.Abandon(this);
            CancelTimer();
            Move(FutureState.Ready);
            (_waitingOn as Future)?.Forget(this);
        }
        else if ((Attention & TaskAttention.Finishing) != 0)
        {
            _waitingOn!.Abandon(this);
        }

        Move(FutureState.Running);
        Exception fault = new CancelledException("The scheduler was disposed.");
        CoTask? interrupted = Scheduler.Tasks.SwapEager(this);
        try
        {
            Scheduler.Contexts.Run(Context, _ => fault = AbortFrames(fault), this);
        }
        finally
        {
            Scheduler.Tasks.SwapEager(interrupted);
        }

        var interrupt = fault as KeyboardInterruptException;
        Finish(interrupt is null ? fault : new CancelledException(ExceptionText.MessageOf(interrupt), interrupt));
        if (isQueued)
        {
            // Its item in the ready queue is void.
            Attention = (Attention & TaskAttention.Lasting) | TaskAttention.Stale;
        }

        return interrupt;
    }

    private Exception AbortFrames(Exception fault)
    {
        if ((Attention & TaskAttention.First) != 0)
        {
            Coroutine.DisposeUnstarted(TakeBody(), Scheduler);
        }
        else if (_frame is null && _body is not null && !IsClosing)
        {
            fault = Coroutine.Dispose(_body, fault)!;
        }

        for (Frame? frame = _frame; frame is not null; frame = frame.Caller)
        {
            fault = frame.Abort(fault);
        }

        return fault;
    }

    /// <summary>
    /// The outermost coroutine is about to be closed while it has no frame object. It is kept where it is found by name;
    /// and should its <c>finally</c> blocks defer something, there is a frame afterwards.
    /// </summary>
    private IEnumerator<Awaitable> BeginClosing()
    {
        Attention |= TaskAttention.Closing;
        return _body!;
    }

    private Exception? CloseBody(Exception? fault)
    {
        Exception? ending = Coroutine.Dispose(BeginClosing(), fault);
        if (ending is not null && !ReferenceEquals(ending, fault))
        {
            NoteLogicalStack(ending);
        }

        return ending;
    }

    /// <summary>Notes where an exception was thrown, unless it was thrown further inside.</summary>
    internal void NoteLogicalStack(Exception exception)
    {
        if (ExceptionNotes.StackOf(exception) is null)
        {
            ExceptionNotes.NoteStack(exception, new LogicalStack(Name, FindPlace()));
        }
    }
}
