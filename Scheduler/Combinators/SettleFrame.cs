namespace Coroutines;

/// <summary>Stands between a coroutine and what it awaits, and turns a failure into an outcome.</summary>
internal sealed class SettleFrame(Awaitable awaited, Outcome outcome, bool includeCancellation) : PlainFrame
{
    internal override Awaitable Start(CoTask task) => awaited;

    internal override Awaitable Resume(CoTask task)
    {
        outcome.Settle(null);
        return Completed;
    }

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        // Ctrl-C is never an outcome, and a cancel only where it was asked for: `except Exception` catches neither.
        if (exception is KeyboardInterruptException || (exception is CancelledException && !includeCancellation))
        {
            return Awaitable.Failure(exception);
        }

        outcome.Settle(exception);
        return Completed;
    }
}
