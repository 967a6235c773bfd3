namespace Coroutines;

/// <summary>Where an <see cref="Awaitable{T}"/> finds its result.</summary>
internal interface IResult<out T>
{
    /// <summary>
    /// The result, or what it failed with, thrown; an <see cref="InvalidStateException"/> when it is too early.
    /// </summary>
    T GetResult();

    /// <summary>The awaitable that leads to the result.</summary>
    Awaitable ToAwaitable();
}
