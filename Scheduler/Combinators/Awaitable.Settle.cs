namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>
    /// Awaits something, and goes on when it fails: what <c>try: await x</c> with <c>except Exception</c> is in Python.
    /// </summary>
    /// <param name="awaitable">What to await.</param>
    /// <param name="outcome">How it ended; to be looked at after the <c>yield return</c>.</param>
    /// <param name="includeCancellation">
    /// Whether a cancel, of what is awaited or of this task, counts as an outcome too (<c>except BaseException</c>).
    /// Otherwise it passes. One who catches the cancel of the own task and goes on swallows it.
    /// </param>
    /// <returns>What to yield, once. Costs no iteration of its own.</returns>
    public static Awaitable Settle(Awaitable awaitable, out Outcome outcome, bool includeCancellation = false)
    {
        outcome = new Outcome(awaitable._source as Future);
        return Settle(awaitable, outcome, includeCancellation);
    }

    /// <summary>Runs a coroutine in this task as <c>Await</c> does, and goes on when it fails.</summary>
    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <param name="outcome">How it ended; to be looked at after the <c>yield return</c>.</param>
    /// <param name="includeCancellation">Whether a cancel counts as an outcome too.</param>
    /// <inheritdoc cref="Settle(Awaitable, out Outcome, bool)"/>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    public static Awaitable Settle(IEnumerator<Awaitable> coroutine, out Outcome outcome, bool includeCancellation = false) =>
        Settle(Await(coroutine), out outcome, includeCancellation);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <inheritdoc cref="Settle(Awaitable, out Outcome, bool)"/>
    public static Awaitable Settle<T>(Awaitable<T> awaitable, out Outcome<T> outcome, bool includeCancellation = false)
    {
        outcome = new Outcome<T>(awaitable);
        return Settle(awaitable, outcome, includeCancellation);
    }

    /// <summary>Runs a coroutine that returns a value in this task as <c>Await</c> does, and goes on when it fails.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <inheritdoc cref="Settle(IEnumerator{Awaitable}, out Outcome, bool)"/>
    public static Awaitable Settle<T>(
        IEnumerator<Awaitable> coroutine, out Outcome<T> outcome, bool includeCancellation = false) =>
        Settle(Await<T>(coroutine), out outcome, includeCancellation);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">What to await.</param>
    /// <param name="outcome">How it ended; to be looked at after the <c>yield return</c>.</param>
    /// <param name="includeCancellation">Whether a cancel counts as an outcome too.</param>
    /// <inheritdoc cref="Settle(Awaitable, out Outcome, bool)"/>
    public static Awaitable Settle<T>(CoTask<T> task, out Outcome<T> outcome, bool includeCancellation = false) =>
        Settle((Awaitable<T>)task, out outcome, includeCancellation);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="future">What to await.</param>
    /// <param name="outcome">How it ended; to be looked at after the <c>yield return</c>.</param>
    /// <param name="includeCancellation">Whether a cancel counts as an outcome too.</param>
    /// <inheritdoc cref="Settle(Awaitable, out Outcome, bool)"/>
    public static Awaitable Settle<T>(Future<T> future, out Outcome<T> outcome, bool includeCancellation = false) =>
        Settle((Awaitable<T>)future, out outcome, includeCancellation);

    private static Awaitable Settle(Awaitable awaitable, Outcome outcome, bool includeCancellation) =>
        new(new SettleFrame(awaitable, outcome, includeCancellation));
}

/// <summary>Stands between a coroutine and what it awaits, and turns a failure into an outcome.</summary>
file sealed class SettleFrame(Awaitable awaited, Outcome outcome, bool includeCancellation) : PlainFrame
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
