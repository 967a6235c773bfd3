using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>The coroutines of a task that await each other directly, and what stands between them.</summary>
/// <param name="outermost">The task's own coroutine.</param>
/// <remarks>A part of its task, not to be copied. What a coroutine throws comes out of these methods.</remarks>
internal struct CallStack(IEnumerator<Awaitable> outermost)
{
    // The iterator that a plain resume steps: the innermost frame's, while its body runs.
    private IEnumerator<Awaitable>? _body = outermost;

    // One for the outermost coroutine is made only when there is something to keep in it.
    private Frame? _innermost;

    /// <summary>What a plain resume steps; null where the innermost frame has to be asked.</summary>
    internal readonly IEnumerator<Awaitable>? Body => _body;

    /// <summary>The innermost frame; null as long as the outermost coroutine is alone and needs none.</summary>
    internal readonly Frame? Innermost => _innermost;

    /// <summary>Where the innermost coroutine stands in the chain, for messages; null once the task is over.</summary>
    internal readonly StackEntry? Place =>
        _innermost?.Owner.Place ?? (_body is null ? null : new StackEntry(Coroutine.NameOf(_body), caller: null));

    /// <summary>The names of the coroutines, the outermost first, for those who look on: nothing is noted anywhere, and it may be asked on any thread.</summary>
    internal readonly string[] Names()
    {
        var names = new List<string>();
        for (Frame? frame = _innermost; frame is not null; frame = frame.Caller)
        {
            if (frame is CoroutineFrame { CoroutineName: { } name })
            {
                names.Add(name);
            }
        }

        if (names.Count == 0 && _body is { } body)
        {
            names.Add(Coroutine.NameOf(body));
        }

        names.Reverse();
        return [.. names];
    }

    /// <summary>Goes on with the innermost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Awaitable Resume(CoTask task) =>
        _body is not { } body ? _innermost!.Resume(task)
        : body.MoveNext() ? body.Current
        : Coroutine.Ended;

    /// <summary>Makes a frame the innermost one.</summary>
    /// <param name="frame">The frame, which was not entered before.</param>
    /// <param name="caller">The one that was innermost so far.</param>
    internal void Push(Frame frame, Frame caller)
    {
        frame.IsEntered = true;
        frame.Caller = caller;
        _innermost = frame;
        _body = frame.Body;
    }

    /// <summary>Leaves the innermost frame.</summary>
    /// <returns>The one that is innermost now; null where there was none to leave, or none is left.</returns>
    internal Frame? Pop()
    {
        if (_innermost is not { } ended)
        {
            return null;
        }

        ended.IsLeft = true;
        Frame? caller = ended.Caller;
        ended.Caller = null;
        _innermost = caller;
        _body = caller?.Body;
        return caller;
    }

    /// <summary>Makes a frame for the outermost coroutine.</summary>
    internal RootFrame MakeRoot()
    {
        var root = new RootFrame(_body!) { IsEntered = true };
        _innermost = root;
        return root;
    }

    /// <summary>The body is no longer to be stepped: its frame is being closed, or it belongs to somebody else.</summary>
    internal void LeaveBody() => _body = null;

    /// <summary>Takes the body out, to be closed by whoever takes it.</summary>
    internal IEnumerator<Awaitable> TakeBody()
    {
        IEnumerator<Awaitable> body = _body!;
        _body = null;
        return body;
    }

    /// <summary>Closes all frames from the innermost to the outermost, without letting any of them wait.</summary>
    /// <param name="fault">What they are closed with.</param>
    /// <returns>What has become of it on the way.</returns>
    internal readonly Exception Abort(Exception fault)
    {
        for (Frame? frame = _innermost; frame is not null; frame = frame.Caller)
        {
            fault = frame.Abort(fault);
        }

        return fault;
    }

    /// <summary>The task is over: nothing of it is kept.</summary>
    internal void Clear()
    {
        _body = null;
        _innermost = null;
    }
}
