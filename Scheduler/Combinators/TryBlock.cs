using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// A body with handlers and clean-ups around it, built by <c>Try(…).Catch&lt;E&gt;(…).Finally(…)</c> and then yielded:
/// Python's <c>try</c>, <c>except</c> and <c>finally</c> around code that awaits.
/// </summary>
/// <remarks>
/// The first handler whose type fits gets the exception; what it throws takes the exception's place. The clean-ups run in
/// the end, however the rest ended, in the order in which they were added. All of it runs in the same task.
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class TryBlock : IAwaitable
{
    private readonly TryFrame _frame;

    internal TryBlock(Awaitable body) => _frame = new TryFrame(body);

    /// <summary>Makes it something that a coroutine yields, once.</summary>
    /// <param name="block">The block.</param>
    public static implicit operator Awaitable(TryBlock block)
    {
        ThrowHelper.IfNull(block, nameof(block));
        return new Awaitable(block._frame);
    }

    Awaitable IAwaitable.ToAwaitable() => this;

    /// <summary>Handles exceptions of a type with a coroutine.</summary>
    /// <typeparam name="TException">
    /// The type. <see cref="Exception"/> fits everything but a cancel; <see cref="CancelledException"/> and
    /// <see cref="OperationCanceledException"/> fit a cancel too.
    /// </typeparam>
    /// <param name="handler">Makes the coroutine that handles it.</param>
    /// <param name="when">A further condition; null for none. Should it throw, that takes the exception's place.</param>
    /// <returns>The same block.</returns>
    public TryBlock Catch<TException>(
        Func<TException, IEnumerator<Awaitable>> handler, Func<TException, bool>? when = null)
        where TException : Exception
    {
        ThrowHelper.IfNull(handler, nameof(handler));
        _frame.AddHandler(exception => Awaitable.Await(handler(exception)), when);
        return this;
    }

    /// <summary>Handles exceptions of a type with code that does not wait.</summary>
    /// <param name="handler">What handles it.</param>
    /// <param name="when">A further condition; null for none.</param>
    /// <inheritdoc cref="Catch{TException}(Func{TException, IEnumerator{Awaitable}}, Func{TException, bool}?)"/>
    public TryBlock Catch<TException>(Action<TException> handler, Func<TException, bool>? when = null)
        where TException : Exception
    {
        ThrowHelper.IfNull(handler, nameof(handler));
        _frame.AddHandler(handler, when);
        return this;
    }

    /// <summary>Has a coroutine run in the end, however the rest ended.</summary>
    /// <param name="cleanup">Makes the coroutine. What it throws takes the place of the exception in flight.</param>
    /// <returns>The same block.</returns>
    public TryBlock Finally(Func<IEnumerator<Awaitable>> cleanup)
    {
        ThrowHelper.IfNull(cleanup, nameof(cleanup));
        _frame.AddCleanup(cleanup);
        return this;
    }

    /// <summary>Has code that does not wait run in the end, however the rest ended.</summary>
    /// <param name="cleanup">What to run. What it throws takes the place of the exception in flight.</param>
    /// <returns>The same block.</returns>
    public TryBlock Finally(Action cleanup)
    {
        ThrowHelper.IfNull(cleanup, nameof(cleanup));
        _frame.AddCleanup(cleanup);
        return this;
    }

    private string DebuggerDisplay => _frame.DebuggerDisplay;
}
