using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// A body that has a result, with handlers and clean-ups around it; a handler gives the result in the body's place:
/// <c>yield return Try&lt;int&gt;(Ask()).Catch&lt;FormatException&gt;(e => 0).Into(out var answer);</c>
/// </summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>
/// In all else it is as <see cref="TryBlock"/>. A handler need not give a result, as long as nobody reads it then: that would be an
/// <see cref="InvalidStateException"/>.
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class TryBlock<T> : IAwaitable<T>
{
    private readonly TryFrame<T> _frame;

    internal TryBlock(Awaitable<T> body) => _frame = new TryFrame<T>(body);

    /// <summary>Makes it something that a coroutine yields, once.</summary>
    /// <param name="block">The block.</param>
    public static implicit operator Awaitable(TryBlock<T> block)
    {
        ThrowHelper.IfNull(block, nameof(block));
        return block._frame.ToAwaitable(0);
    }

    /// <summary>Makes it an awaitable with a result, to be yielded once.</summary>
    /// <param name="block">The block.</param>
    public static implicit operator Awaitable<T>(TryBlock<T> block)
    {
        ThrowHelper.IfNull(block, nameof(block));
        return new Awaitable<T>(block._frame);
    }

    Awaitable IAwaitable.ToAwaitable() => this;

    Future IAwaitable.EnsureFuture(Scheduler scheduler) => Awaitable.EnsureFuture<T>(this, scheduler);

    /// <summary>Handles exceptions of a type with a coroutine, which returns the result in the body's place.</summary>
    /// <param name="handler">Makes the coroutine. A <c>Return</c> of another type fails the block.</param>
    /// <param name="when">A further condition; null for none. Should it throw, that takes the exception's place.</param>
    /// <inheritdoc cref="TryBlock.Catch{TException}(Func{TException, IEnumerator{Awaitable}}, Func{TException, bool}?)"/>
    public TryBlock<T> Catch<TException>(
        Func<TException, IEnumerator<Awaitable>> handler, Func<TException, bool>? when = null)
        where TException : Exception
    {
        ThrowHelper.IfNull(handler, nameof(handler));
        _frame.AddHandler(exception => _frame.HandleBy(handler(exception)), when);
        return this;
    }

    /// <summary>Handles exceptions of a type with code that does not wait, and gives the result in the body's place.</summary>
    /// <param name="handler">What handles it, and gives the result. Should that be a coroutine (as an <see cref="object"/>, say), it is run.</param>
    /// <param name="when">A further condition; null for none.</param>
    /// <inheritdoc cref="Catch{TException}(Func{TException, IEnumerator{Awaitable}}, Func{TException, bool}?)"/>
    [OverloadResolutionPriority(1)]
    public TryBlock<T> Catch<TException>(Func<TException, T> handler, Func<TException, bool>? when = null)
        where TException : Exception
    {
        ThrowHelper.IfNull(handler, nameof(handler));
        _frame.AddHandler(
            exception =>
            {
                T result = handler(exception);
                if (result is IEnumerator<Awaitable> coroutine)
                {
                    return _frame.HandleBy(coroutine);
                }

                _frame.TakeResult(result);
                return null;
            },
            when);
        return this;
    }

    /// <summary>Handles exceptions of a type with code that gives no result.</summary>
    /// <param name="handler">What handles it.</param>
    /// <param name="when">A further condition; null for none.</param>
    /// <inheritdoc cref="Catch{TException}(Func{TException, IEnumerator{Awaitable}}, Func{TException, bool}?)"/>
    public TryBlock<T> Catch<TException>(Action<TException> handler, Func<TException, bool>? when = null)
        where TException : Exception
    {
        ThrowHelper.IfNull(handler, nameof(handler));
        _frame.AddHandler(
            exception =>
            {
                handler(exception);
                _frame.TakeNoResult();
            },
            when);
        return this;
    }

    /// <inheritdoc cref="TryBlock.Finally(Func{IEnumerator{Awaitable}})"/>
    public TryBlock<T> Finally(Func<IEnumerator<Awaitable>> cleanup)
    {
        ThrowHelper.IfNull(cleanup, nameof(cleanup));
        _frame.AddCleanup(cleanup);
        return this;
    }

    /// <inheritdoc cref="TryBlock.Finally(Action)"/>
    public TryBlock<T> Finally(Action cleanup)
    {
        ThrowHelper.IfNull(cleanup, nameof(cleanup));
        _frame.AddCleanup(cleanup);
        return this;
    }

    /// <summary>Hands it out as something to await, so that block and result fit in one line.</summary>
    /// <param name="call">What to read <see cref="Awaitable{T}.Result"/> from after the yield.</param>
    /// <returns>The same, to yield.</returns>
    public Awaitable<T> Into(out Awaitable<T> call) => ((Awaitable<T>)this).Into(out call);

    private string DebuggerDisplay => _frame.DebuggerDisplay;
}
