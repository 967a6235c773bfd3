namespace Coroutines;

/// <summary>
/// Where an <see cref="Awaitable{T}"/> takes its result from when that is an object which serves one call after another.
/// Each call has a version of its own, so that an awaitable never gets the result of another call.
/// </summary>
internal interface IReusableResult<out T>
{
    /// <summary>
    /// The result, or what it failed with, thrown. From then on the object may serve another call.
    /// </summary>
    /// <exception cref="InvalidStateException">It is too early, or too late: it serves another call.</exception>
    T TakeResult(long version);
}
