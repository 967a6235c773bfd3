using System.Diagnostics;

namespace Coroutines;

/// <summary>How something ended that was awaited under <c>Settle</c>: what <c>try</c> and <c>except</c> tell in Python.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public class Outcome
{
    private readonly Future? _source;
    private Exception? _exception;
    private bool _isKnown;

    /// <param name="source">The future that has the result, if it is one.</param>
    internal Outcome(Future? source = null) => _source = source;

    /// <summary>Whether it ended with neither an exception nor a cancel.</summary>
    /// <exception cref="InvalidStateException">It has not ended yet.</exception>
    public bool IsSuccess
    {
        get
        {
            VerifyKnown();
            return _exception is null;
        }
    }

    /// <summary>Whether it was cancelled.</summary>
    /// <exception cref="InvalidStateException">It has not ended yet.</exception>
    public bool IsCancelled
    {
        get
        {
            VerifyKnown();
            return _exception is CancelledException;
        }
    }

    /// <summary>The exception, for a cancel too; null on success.</summary>
    /// <exception cref="InvalidStateException">It has not ended yet.</exception>
    public Exception? Exception
    {
        get
        {
            VerifyKnown();
            return _exception;
        }
    }

    /// <summary>The result; null where there is none. Throws what it failed with.</summary>
    /// <exception cref="InvalidStateException">It has not ended yet.</exception>
    public object? Result
    {
        get
        {
            ThrowIfFailed();
            return BoxedResult;
        }
    }

    private protected virtual object? BoxedResult => _source?.BoxedResult;

    /// <summary>Throws what it failed with, or the cancel; does nothing on success.</summary>
    /// <exception cref="InvalidStateException">It has not ended yet.</exception>
    public void ThrowIfFailed()
    {
        VerifyKnown();
        if (_exception is not null)
        {
            Rethrow.Throw(_exception);
        }
    }

    /// <summary>How it ended, for reports.</summary>
    /// <returns><c>success</c>, <c>cancelled</c>, <c>not known yet</c>, or the exception's type and message.</returns>
    public override string ToString() => _exception switch
    {
        null => _isKnown ? "success" : "not known yet",
        CancelledException => "cancelled",
        _ => ExceptionText.Line(_exception),
    };

    /// <summary>How a future has ended. Its exception counts as seen.</summary>
    internal static Outcome Of(Future done)
    {
        var outcome = new Outcome(done);
        outcome.Settle(done.TakeFault());
        return outcome;
    }

    internal void Settle(Exception? exception)
    {
        _exception = exception;
        _isKnown = true;
    }

    private void VerifyKnown()
    {
        if (!_isKnown)
        {
            throw new InvalidStateException("The outcome is not known yet. Yield what Settle returned first, then look at the outcome.");
        }
    }
}
