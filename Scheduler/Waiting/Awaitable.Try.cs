namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Begins a <c>try</c> around a coroutine; add handlers and clean-ups, and yield it.</summary>
    /// <param name="body">The coroutine. It runs in this task, as with <c>Await</c>. A value that it returns is dropped.</param>
    /// <returns>The block, to be completed and yielded.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public static TryBlock Try(IEnumerator<Awaitable> body) => new(Await(body));

    /// <summary>Begins a <c>try</c> around something awaited; add handlers and clean-ups, and yield it.</summary>
    /// <param name="body">What to await. To read its result, make it with <c>Into</c>.</param>
    /// <returns>The block, to be completed and yielded.</returns>
    public static TryBlock Try(Awaitable body) => new(body);
}
