namespace Coroutines;

public partial class CoTask
{
    /// <summary>The frame whose body is being run; for what a coroutine attaches to its own frame.</summary>
    /// <remarks>A handler of a <c>Try</c> runs in the frame of the <c>Try</c>, and belongs to the coroutine that yielded it.</remarks>
    internal CoroutineFrame InnermostCoroutine => InnermostFrame().Owner;

    private Awaitable ThrowIntoInnermost(Exception exception)
    {
        if (exception is not CancelledException)
        {
            NoteLogicalStack(exception);
        }

        if (_calls.Innermost is null && _calls.Body is not null && !IsClosing)
        {
            exception = CloseBody(exception)!;
        }

        // A clean-up may have deferred something, and made a frame for it.
        if (_calls.Innermost is { } frame)
        {
            return frame.Throw(this, exception);
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

        _calls.Push(frame, InnermostFrame());
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

    /// <summary>The innermost frame; the outermost coroutine gets one by this.</summary>
    private Frame InnermostFrame()
    {
        if (_calls.Innermost is { } frame)
        {
            return frame;
        }

        RootFrame root = _calls.MakeRoot();
        if (IsClosing)
        {
            // A clean-up defers something while the body is being closed: the frame goes on with the closing.
            root.LeaveBody();
            _calls.LeaveBody();
            Attention &= ~TaskAttention.Closing;
        }

        return root;
    }

    /// <summary>A frame has begun to close: it is no longer resumed by stepping its iterator.</summary>
    internal void LeaveBody() => _calls.LeaveBody();

    string IStep.DescribeChain() => DescribeChain();

    /// <summary>The chain of coroutines that are running; null when none is.</summary>
    internal StackEntry? Place => _calls.Place;

    /// <summary>The task and its coroutines in a few words, for messages.</summary>
    internal string DescribeChain() =>
        _calls.Place is { } place ? $"{place} ({Describe()})" : Describe();

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
            _ => _place.IsNeverDue ? "sleeping for ever" : "sleeping",
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
            Coroutine.DisposeUnstarted(_calls.TakeBody(), Scheduler);
        }
        else if (_calls.Innermost is null && _calls.Body is { } body && !IsClosing)
        {
            fault = Coroutine.Dispose(body, fault)!;
        }

        return _calls.Abort(fault);
    }

    /// <summary>
    /// The outermost coroutine is about to be closed while it has no frame object. It is kept where it is found by name;
    /// and should its <c>finally</c> blocks defer something, there is a frame afterwards.
    /// </summary>
    private IEnumerator<Awaitable> BeginClosing()
    {
        Attention |= TaskAttention.Closing;
        return _calls.Body!;
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
            ExceptionNotes.NoteStack(exception, new LogicalStack(Name, _calls.Place));
        }
    }
}
