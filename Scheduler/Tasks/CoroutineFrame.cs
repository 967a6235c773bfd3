namespace Coroutines;

/// <summary>A frame that runs a coroutine.</summary>
/// <remarks>
/// A C# iterator cannot be thrown into. So when what it awaited fails, it is not resumed but closed: its scopes (task
/// groups, timeouts) end, the last opened first; then it is disposed, which runs its <c>finally</c> and <c>using</c>
/// blocks, innermost first; then its deferred coroutines run, last in first out. Each of these may replace the exception
/// in flight, and the rest still runs. Only then does the exception reach the frame that awaited this one.
/// </remarks>
internal class CoroutineFrame(IEnumerator<Awaitable> body) : Frame
{
    // What reports call it: its class, from which the name comes; once it was named, its place in the chain. The iterator itself
    // is not to live as long as somebody holds the call.
    private object _place = body.GetType();
    private IEnumerator<Awaitable>? _body = body;
    private bool _isClosing;
    private CallDetails? _details;

    internal override IEnumerator<Awaitable>? Body => _isClosing ? null : _body;

    internal override string? CoroutineName => _place is StackEntry known ? known.Name : Coroutine.NameOf((Type)_place);

    internal override CoroutineFrame Owner => this;

    /// <summary>Its place in the chain of coroutines. Only while it is in one.</summary>
    internal StackEntry Place => _place as StackEntry ?? FindPlace();

    /// <summary>What it ended with, if it failed.</summary>
    private protected Exception? Fault
    {
        get => _details?.Fault;
        set
        {
            if (value is not null || _details is not null)
            {
                Details.Fault = value;
            }
        }
    }

    private protected CallDetails Details => _details ??= new CallDetails();

    private protected CallDetails? DetailsOrNull => _details;

    private IScope? InnermostScope => _details?.InnermostScope;

    internal override Awaitable Start(CoTask task)
    {
        IEnumerator<Awaitable> body = _body!;
        if (Coroutine.WasStarted(body))
        {
            // Somebody else runs this coroutine, or did: it is not ours to close.
            _body = null;
            Awaitable reused = Coroutine.Reused(body);
            Fault = reused.Exception;
            return reused;
        }

        Awaitable first = Coroutine.Advance(body);
        task.NoteFirst(body, first);
        return first;
    }

    // A plain resume steps the body; this is asked only while the frame is being closed, when a scope has ended or a
    // deferred coroutine is done.
    internal override Awaitable Resume(CoTask task) => Close(task);

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        Fault = Replacement.Of(Fault, exception);
        return Close(task);
    }

    internal override Awaitable Return(CoTask task, Awaitable end)
    {
        if (Accept(task, end) is { } refused)
        {
            Fault = refused;
        }

        return Close(task);
    }

    internal override Exception Abort(Exception fault)
    {
        while (InnermostScope is { } scope)
        {
            RemoveScope(scope);
            scope.Abandon();
        }

        fault = Replacement.Of(Fault, fault);
        if (_body is { } body)
        {
            _body = null;
            fault = Coroutine.Dispose(body, fault)!;
        }

        while (_details?.Deferred is { Count: > 0 } deferred)
        {
            fault = deferred.Pop().Abort(fault);
        }

        return fault;
    }

    /// <summary>Makes a task of the coroutine instead of entering the frame.</summary>
    internal CoTask RunInTask(Scheduler scheduler)
    {
        // If the task factory refuses, the call is as it was.
        CoTask task = MakeTask(scheduler, _body!);
        IsEntered = true;
        return task;
    }

    private protected virtual CoTask MakeTask(Scheduler scheduler, IEnumerator<Awaitable> body) => scheduler.CreateTask(body);

    /// <summary>Its body was closed from outside.</summary>
    internal void LeaveBody() => _body = null;

    /// <summary>Opens a scope, which ends with this frame at the latest.</summary>
    internal void AddScope(IScope scope)
    {
        if (InnermostScope is { } outer)
        {
            scope.Outer = outer;
            outer.Inner = scope;
        }

        Details.InnermostScope = scope;
    }

    /// <summary>A scope ends: mostly the innermost, but nobody has to keep to that order. Does nothing if it has ended already.</summary>
    internal void RemoveScope(IScope scope)
    {
        IScope? outer = scope.Outer;
        IScope? inner = scope.Inner;
        if (inner is not null)
        {
            inner.Outer = outer;
        }
        else if (ReferenceEquals(InnermostScope, scope))
        {
            Details.InnermostScope = outer;
        }
        else
        {
            return;
        }

        if (outer is not null)
        {
            outer.Inner = inner;
        }

        scope.Outer = null;
        scope.Inner = null;
    }

    /// <summary>Has a coroutine run when this frame ends.</summary>
    internal void Defer(Frame cleanup) => (Details.Deferred ??= new Stack<Frame>()).Push(cleanup);

    /// <summary>Takes the value; without a type to give it to, it is dropped.</summary>
    /// <returns>An error if the value is not of the type that was asked for.</returns>
    private protected virtual Exception? Accept(CoTask task, Awaitable end) => null;

    // All on the way keep theirs, so that the way is gone once, however often somebody asks.
    private StackEntry FindPlace()
    {
        StackEntry? place = null;
        var unnamed = new Stack<CoroutineFrame>();
        for (CoroutineFrame? frame = this; frame is not null && place is null; frame = frame.Caller?.Owner)
        {
            place = frame._place as StackEntry;
            if (place is null)
            {
                unnamed.Push(frame);
            }
        }

        foreach (CoroutineFrame frame in unnamed)
        {
            place = new StackEntry(frame.CoroutineName!, place);
            frame._place = place;
        }

        return place!;
    }

    // Goes on with the closing where it stands; called again each time that a scope or a deferred coroutine is done.
    private Awaitable Close(CoTask task)
    {
        if (!_isClosing)
        {
            // From here on a resume of this frame goes on with the closing.
            _isClosing = true;
            task.LeaveBody();
        }

        while (true)
        {
            if (InnermostScope is { } scope)
            {
                RemoveScope(scope);
                Awaitable exit = scope.Exit(task, Fault);
                if (exit.Kind == AwaitableKind.Wait)
                {
                    return exit;
                }

                Fault = exit.Exception;
            }
            else if (_body is { } body)
            {
                // What its blocks open, or defer, is found by the next turns.
                _body = null;
                Exception? fault = Fault;
                Exception? ending = Coroutine.Dispose(body, fault);
                if (ending is not null && !ReferenceEquals(ending, fault))
                {
                    task.NoteLogicalStack(ending);
                }

                Fault = ending;
            }
            else if (_details?.Deferred is { Count: > 0 } deferred)
            {
                return new Awaitable(deferred.Pop());
            }
            else
            {
                return Fault is { } fault ? Awaitable.Failure(fault) : Completed;
            }
        }
    }
}
