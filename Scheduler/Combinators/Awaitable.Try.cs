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

    /// <summary>
    /// Begins a <c>try</c> around a coroutine that returns a value, or has a handler give it; add handlers and clean-ups, and yield it.
    /// </summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="body">The coroutine. It runs in this task, as with <c>Await</c>.</param>
    /// <returns>The block, to be completed and yielded; then it has the result.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public static TryBlock<T> Try<T>(IEnumerator<Awaitable> body) => new(Await<T>(body));

    /// <summary>Begins a <c>try</c> around something awaited that has a result; add handlers and clean-ups, and yield it.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="body">What to await.</param>
    /// <returns>The block, to be completed and yielded; then it has the result.</returns>
    public static TryBlock<T> Try<T>(Awaitable<T> body) => new(body);

    /// <inheritdoc cref="Try{T}(Awaitable{T})"/>
    public static TryBlock<T> Try<T>(CoTask<T> body) => new(body);

    /// <inheritdoc cref="Try{T}(Awaitable{T})"/>
    public static TryBlock<T> Try<T>(Future<T> body) => new(body);
}
