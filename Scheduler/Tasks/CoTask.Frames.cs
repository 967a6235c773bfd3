namespace Coroutines;

public partial class CoTask
{
    /// <summary>The frame whose body is being run; for what a coroutine attaches to its own frame.</summary>
    internal CoroutineFrame InnermostCoroutine
    {
        get
        {
            // A handler of a Try runs in the frame of the Try, and belongs to the coroutine that yielded it.
            Frame frame = _frame ?? Materialize();
            while (frame is not CoroutineFrame)
            {
                frame = frame.Caller!;
            }

            return (CoroutineFrame)frame;
        }
    }

    /// <summary>A frame has begun to close: it is no longer resumed by stepping its iterator.</summary>
    internal void LeaveBody() => _body = null;

    /// <summary>The names of the coroutines that are running, outermost first.</summary>
    internal IReadOnlyList<string> CoroutineNames()
    {
        var names = new List<string>();
        for (Frame? frame = _frame; frame is not null; frame = frame.Caller)
        {
            if (frame.CoroutineName is { } name)
            {
                names.Add(name);
            }
        }

        names.Reverse();
        if (names.Count == 0 && (_body ?? _waitingOn) is IEnumerator<Awaitable> outermost)
        {
            names.Add(Coroutine.NameOf(outermost));
        }

        return names;
    }

    /// <summary>The task and its coroutines in a few words, for messages.</summary>
    internal string DescribeChain() =>
        CoroutineNames() is { Count: > 0 } names ? $"{string.Join(" > ", names)} ({Describe()})" : Describe();

    /// <summary>What the task is doing, for reports.</summary>
    internal string DescribeWait() => State switch
    {
        FutureState.Waiting => _waitingOn switch
        {
            CoTask task => $"awaiting {task.Describe()}",
            Future future => $"awaiting {future.Describe()}",
            Suspension suspension => suspension.Describe(),
            _ => "sleeping",
        },
        FutureState.Ready => "ready",
        FutureState.Running => "running",
        _ => "done",
    };

    /// <summary>
    /// Closes the task from outside, for a scheduler that ends: disposes its iterators, innermost first, and leaves it
    /// cancelled. Deferred coroutines are not run any more: nobody is left to step them.
    /// </summary>
    internal void Abort()
    {
        if (IsDone)
        {
            return;
        }

        bool isQueued = State == FutureState.Ready;
        if (State == FutureState.Waiting)
        {
            (_waitingOn as Suspension)?.Abandon(this);
            (_waitingOn as Future)?.RemoveWaiter(this);
            CancelTimer();
            Move(FutureState.Ready);
        }

        Move(FutureState.Running);
        Exception fault = new CancelledException("The scheduler was disposed.");
        if (_frame is null && _body is not null)
        {
            fault = Coroutine.Dispose(_body, fault)!;
        }

        for (Frame? frame = _frame; frame is not null; frame = frame.Caller)
        {
            if (frame.Body is { } body)
            {
                fault = Coroutine.Dispose(body, fault)!;
            }
        }

        Finish(fault is KeyboardInterruptException ? new CancelledException(fault.Message, fault) : fault);
        if (isQueued)
        {
            // Its item in the ready queue is void.
            Attention = TaskAttention.Stale;
        }
    }

    /// <summary>
    /// The outermost coroutine is about to be closed while it has no frame object. It is kept where it is found by name;
    /// and should its <c>finally</c> blocks defer something, there is a frame afterwards.
    /// </summary>
    private IEnumerator<Awaitable> BeginClosing()
    {
        IEnumerator<Awaitable> body = TakeBody();
        _waitingOn = body;
        return body;
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
        if (ExceptionNotes.Read(exception, ExceptionNotes.StackKey) is null)
        {
            ExceptionNotes.Write(exception, ExceptionNotes.StackKey, new LogicalStack(Name, CoroutineNames()));
        }
    }
}
