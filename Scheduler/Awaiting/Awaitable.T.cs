using System.Diagnostics;

namespace Coroutines;

/// <summary>An <see cref="Awaitable"/> with a result of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>
/// <para>Yield it, then read <see cref="Result"/>; or, in one line,
/// <c>yield return Await&lt;int&gt;(F()).Into(out var x);</c> and then <c>x.Result</c>. A call is awaited once; a task or
/// a future as often as you like.</para>
/// <para>Some operations, such as a queue's <c>Get</c>, are served by objects that are used again, so that they allocate
/// nothing. The variable that <see cref="Result"/> is read from keeps the value. Another copy of it can be read, after that,
/// in the same step, and is an <see cref="InvalidStateException"/> once another call is made on the same queue or, if it could keep
/// something alive, the loop has come to rest; never another call's value. (A variable that the language makes read-only, of <c>foreach</c> or a
/// <c>readonly</c> field, is copied by each read.)</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public struct Awaitable<T> : IAwaitable<T>
{
    // Whatever two threads do to a variable of this type: the object is one that gives such results, and looks at the version itself.
    private readonly IResult<T>? _source;
    private readonly long _version;
    private T _result;
    private bool _isTaken;

    /// <param name="source">What has the result.</param>
    /// <param name="version">The version of the call, if the object serves one after another; else 0.</param>
    internal Awaitable(IResult<T> source, long version = 0)
    {
        _source = source;
        _version = version;
        _result = default!;
    }

    internal readonly IResult<T>? Source => _source;

    /// <summary>
    /// The result, once what was awaited is done. Throws what it failed with, and an
    /// <see cref="InvalidStateException"/> when read too early.
    /// </summary>
    public T Result
    {
        get
        {
            if (_isTaken)
            {
                return _result;
            }

            if (_source is null)
            {
                throw new InvalidStateException(
                    $"This Awaitable<{typeof(T).Name}> is empty (default): nothing was ever awaited with it.");
            }

            T result = _source.GetResult(_version);
            if (_version != 0)
            {
                _result = result;
                _isTaken = true;
            }

            return result;
        }
    }

    /// <summary>Awaits a task or future with a result.</summary>
    /// <param name="future">The future.</param>
    public static implicit operator Awaitable<T>(Future<T> future)
    {
        ThrowHelper.IfNull(future, nameof(future));
        return new Awaitable<T>(future);
    }

    /// <summary>Makes it something that a coroutine yields. An empty one is an error at the <c>yield return</c>.</summary>
    /// <param name="awaitable">The awaitable.</param>
    public static implicit operator Awaitable(Awaitable<T> awaitable)
    {
        if (awaitable._source is not { } source)
        {
            return Awaitable.Misuse($"yields an empty (default) Awaitable<{typeof(T).Name}>, with which there is nothing to wait for.");
        }

        return source.ToAwaitable(awaitable._version);
    }

    readonly Awaitable IAwaitable.ToAwaitable() => this;

    readonly Future IAwaitable.EnsureFuture(Scheduler scheduler) => Awaitable.EnsureFuture(this, scheduler);

    /// <summary>Hands the awaitable out, so that call and result fit in one line.</summary>
    /// <param name="call">The same awaitable, to read <see cref="Result"/> from after the yield.</param>
    /// <returns>The same awaitable, to yield.</returns>
    public readonly Awaitable<T> Into(out Awaitable<T> call)
    {
        call = this;
        return this;
    }

    private readonly string DebuggerDisplay => _source is null ? "empty" : _isTaken ? $"taken: {typeof(T).Name}" : $"{_source.ToAwaitable(_version)}";
}
