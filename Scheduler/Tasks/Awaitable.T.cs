namespace Coroutines;

/// <summary>An <see cref="Awaitable"/> with a result of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>
/// Yield it, then read <see cref="Result"/>; or, in one line,
/// <c>yield return Await&lt;int&gt;(F()).Into(out var x);</c> and then <c>x.Result</c>. A call is awaited once; a task or
/// a future as often as you like.
/// </remarks>
public readonly struct Awaitable<T>
{
    private readonly IResult<T>? _source;

    internal Awaitable(IResult<T> source) => _source = source;

    /// <summary>
    /// The result, once what was awaited is done. Throws what it failed with, and an
    /// <see cref="InvalidStateException"/> when read too early.
    /// </summary>
    public T Result => _source is null ? throw new InvalidStateException(
        $"This Awaitable<{typeof(T).Name}> is empty (default): nothing was ever awaited with it.") : _source.GetResult();


    /// <summary>Awaits a task or future with a result.</summary>
    /// <param name="future">The future.</param>
    public static implicit operator Awaitable<T>(Future<T> future)
    {
        ThrowHelper.IfNull(future, nameof(future));
        return new Awaitable<T>(future);
    }

    /// <summary>Makes it something that a coroutine yields. An empty one is an error at the <c>yield return</c>.</summary>
    /// <param name="awaitable">The awaitable.</param>
    public static implicit operator Awaitable(Awaitable<T> awaitable) =>
        awaitable._source is { } source
            ? source.ToAwaitable()
            : Awaitable.Misuse($"yields an empty (default) Awaitable<{typeof(T).Name}>, with which there is nothing to wait for.");

    /// <summary>Hands the awaitable out, so that call and result fit in one line.</summary>
    /// <param name="call">The same awaitable, to read <see cref="Result"/> from after the yield.</param>
    /// <returns>The same awaitable, to yield.</returns>
    public Awaitable<T> Into(out Awaitable<T> call)
    {
        call = this;
        return this;
    }
}
