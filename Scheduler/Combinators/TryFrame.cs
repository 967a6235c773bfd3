namespace Coroutines;

/// <summary>The frame of a <c>Try</c>: a body, then perhaps a handler, then the clean-up.</summary>
internal class TryFrame(Awaitable body) : PlainFrame
{
    private readonly List<Handler> _handlers = [];
    private readonly List<Func<Awaitable?>> _cleanups = [];
    private int _cleanupsDone;
    private Exception? _handled;
    private Exception? _fault;

    /// <summary>What it ended with, if it failed.</summary>
    private protected Exception? Fault => _fault;

    /// <summary>What a debugger shows of the block.</summary>
    internal string DebuggerDisplay => FormattableString.Invariant($"try {body} ({_handlers.Count} handlers, {_cleanups.Count} clean-ups)");

    /// <param name="handle">Deals with the exception; what it returns is awaited, null for nothing.</param>
    /// <param name="when">A further condition; null for none.</param>
    internal void AddHandler<TException>(Func<TException, Awaitable?> handle, Func<TException, bool>? when)
        where TException : Exception
    {
        VerifyNotEntered();
        _handlers.Add(new Handler(exception => Fits(exception, when), exception => handle((TException)exception)));
    }

    internal void AddHandler<TException>(Action<TException> handle, Func<TException, bool>? when)
        where TException : Exception => AddHandler(
        exception =>
        {
            handle(exception);
            return null;
        },
        when);

    internal void AddCleanup(Func<IEnumerator<Awaitable>> cleanup) => Add(() => Awaitable.Await(cleanup()));

    internal void AddCleanup(Action cleanup) => Add(() =>
    {
        cleanup();
        return null;
    });

    internal override Awaitable Start(CoTask task) => body;

    // The body, the handler or a clean-up is done.
    internal override Awaitable Resume(CoTask task) => CleanUp();

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        if (_handled is not null || _cleanupsDone > 0)
        {
            _fault = Replacement.Of(_fault ?? _handled, exception);
            return CleanUp();
        }

        _handled = _fault = exception;
        try
        {
            foreach (Handler handler in _handlers)
            {
                if (handler.Matches(exception))
                {
                    Awaitable? handling = handler.Handle(exception);
                    _fault = null;
                    return handling ?? CleanUp();
                }
            }
        }
        catch (Exception thrown)
        {
            _fault = Replacement.Of(exception, thrown);
        }

        return CleanUp();
    }

    // A handler or a clean-up that is a coroutine is not run any more: nobody is left to step it.
    internal override Exception Abort(Exception fault)
    {
        _fault = fault;
        while (NextCleanup() is not null)
        {
        }

        return _fault;
    }

    private Awaitable CleanUp() => NextCleanup() ?? (_fault is null ? Completed : Awaitable.Failure(_fault));

    // Each clean-up runs, whatever the others do.
    private Awaitable? NextCleanup()
    {
        while (_cleanupsDone < _cleanups.Count)
        {
            try
            {
                if (_cleanups[_cleanupsDone++]() is { } cleanup)
                {
                    return cleanup;
                }
            }
            catch (Exception thrown)
            {
                _fault = Replacement.Of(_fault, thrown);
            }
        }

        return null;
    }

    private static bool Fits<TException>(Exception exception, Func<TException, bool>? when)
        where TException : Exception
    {
        // A cancel, or Ctrl-C, is no Exception in Python's sense: it is caught by its own name only.
        return exception is TException fitting
            && (exception is not (CancelledException or KeyboardInterruptException)
                || typeof(OperationCanceledException).IsAssignableFrom(typeof(TException)))
            && (when is null || when(fitting));
    }

    private void Add(Func<Awaitable?> cleanup)
    {
        VerifyNotEntered();
        _cleanups.Add(cleanup);
    }

    private void VerifyNotEntered()
    {
        if (IsEntered)
        {
            throw new InvalidOperationException("Catch and Finally belong to a Try before it is yielded.");
        }
    }

    private readonly struct Handler(Func<Exception, bool> matches, Func<Exception, Awaitable?> handle)
    {
        internal Func<Exception, bool> Matches => matches;

        internal Func<Exception, Awaitable?> Handle => handle;
    }
}
