namespace Coroutines;

/// <summary>An <see cref="Awaitable"/> with a result of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>
/// <para>Yield it, then read <see cref="Result"/>; or, in one line,
/// <c>yield return Await&lt;int&gt;(F()).Into(out var x);</c> and then <c>x.Result</c>. A call is awaited once; a task or
/// a future as often as you like.</para>
/// <para>Some operations, such as a queue's <c>Get</c>, are served by objects that are used again, so that they allocate
/// nothing. The variable that <see cref="Result"/> is read from keeps the value. Another copy of it can be read, after that,
/// until the next call on the same queue, and is an <see cref="InvalidStateException"/> then; never another call's value.
/// (A variable that the language makes read-only, of <c>foreach</c> or a <c>readonly</c> field, is copied by each read.)</para>
/// </remarks>
public struct Awaitable<T>
{
    // An IResult<T>; or, where there is a version, a Suspension that is an IReusableResult<T>.
    private readonly object? _source;
    private readonly long _version;
    private T _result;
    private bool _isTaken;

    internal Awaitable(IResult<T> source)
    {
        _source = source;
        _result = default!;
    }

    /// <param name="source">An <see cref="IReusableResult{T}"/>.</param>
    /// <param name="version">The version of the call; not 0.</param>
    internal Awaitable(Suspension source, long version)
    {
        _source = source;
        _version = version;
        _result = default!;
    }

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

            if (_version == 0)
            {
                return _source is IResult<T> source ? source.GetResult() : throw new InvalidStateException(
                    $"This Awaitable<{typeof(T).Name}> is empty (default): nothing was ever awaited with it.");
            }

            if (_source is not IReusableResult<T> reusable)
            {
                throw new InvalidStateException(
                    $"The parts of this Awaitable<{typeof(T).Name}> do not belong together: one thread has read it while another wrote it.");
            }

            T result = reusable.TakeResult(_version);
            _result = result;
            _isTaken = true;
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
        if (awaitable is { _version: not 0, _source: { } reusable })
        {
            return Awaitable.OfSuspension(reusable, awaitable._version);
        }

        return awaitable._source is IResult<T> source
            ? source.ToAwaitable()
            : Awaitable.Misuse($"yields an empty (default) Awaitable<{typeof(T).Name}>, with which there is nothing to wait for.");
    }

    /// <summary>Hands the awaitable out, so that call and result fit in one line.</summary>
    /// <param name="call">The same awaitable, to read <see cref="Result"/> from after the yield.</param>
    /// <returns>The same awaitable, to yield.</returns>
    public readonly Awaitable<T> Into(out Awaitable<T> call)
    {
        call = this;
        return this;
    }
}
