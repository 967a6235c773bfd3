namespace Coroutines;

/// <summary>Where an <see cref="Awaitable{T}"/> finds its result.</summary>
/// <remarks>
/// An object may serve one call after another. Then each call has a version of its own, above 0, so that an awaitable never gets the
/// result of another call. One that serves a single call ignores the version.
/// </remarks>
internal interface IResult<out T>
{
    /// <summary>
    /// The result, or what it failed with, thrown. An object that serves several calls is free for the next one then.
    /// </summary>
    /// <exception cref="InvalidStateException">It is too early, or the object serves another call.</exception>
    T GetResult(long version);

    /// <summary>The awaitable that leads to the result.</summary>
    Awaitable ToAwaitable(long version);
}
