namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Awaits something, but not for ever: asyncio's <c>wait_for</c>.</summary>
    /// <param name="awaitable">What to await.</param>
    /// <param name="timeout">
    /// How long, in seconds or as a <see cref="TimeSpan"/>; null for as long as it takes. With 0 or less, what is not done
    /// already is cancelled, and a coroutine never starts.
    /// </param>
    /// <returns>What to yield, once. Costs no iteration of its own, unless the time is up.</returns>
    /// <remarks>
    /// <para>When the time is up, what is awaited is cancelled; when its clean-up is done, a
    /// <see cref="TimeoutException"/> comes out of the <c>yield return</c>. <c>Shield</c> keeps the cancel from it. A
    /// coroutine runs in the calling task, not in one of its own (rule 24).</para>
    /// <para>What swallows the cancel and ends well has no timeout. A cancel of the calling task is forwarded, and passes
    /// as a cancel, even if the time is up as well.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is NaN.</exception>
    public static Awaitable WaitFor(Awaitable awaitable, Duration? timeout) =>
        new(MakeWait(awaitable, timeout));

    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <param name="timeout">How long; null for as long as it takes.</param>
    /// <inheritdoc cref="WaitFor(Awaitable, Duration?)"/>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    public static Awaitable WaitFor(IEnumerator<Awaitable> coroutine, Duration? timeout) =>
        WaitFor(Await(coroutine), timeout);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>What to yield, once; then it has the result. Costs no iteration of its own, unless the time is up.</returns>
    /// <inheritdoc cref="WaitFor(Awaitable, Duration?)"/>
    public static Awaitable<T> WaitFor<T>(Awaitable<T> awaitable, Duration? timeout) =>
        new(new GuardedResult<T>(MakeWait(awaitable, timeout), awaitable));

    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <inheritdoc cref="WaitFor(IEnumerator{Awaitable}, Duration?)"/>
    public static Awaitable<T> WaitFor<T>(IEnumerator<Awaitable> coroutine, Duration? timeout) =>
        WaitFor(Await<T>(coroutine), timeout);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">What to await.</param>
    /// <param name="timeout">How long; null for as long as it takes.</param>
    /// <inheritdoc cref="WaitFor{T}(Awaitable{T}, Duration?)"/>
    public static Awaitable<T> WaitFor<T>(CoTask<T> task, Duration? timeout) => WaitFor((Awaitable<T>)task, timeout);

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="future">What to await.</param>
    /// <param name="timeout">How long; null for as long as it takes.</param>
    /// <inheritdoc cref="WaitFor{T}(Awaitable{T}, Duration?)"/>
    public static Awaitable<T> WaitFor<T>(Future<T> future, Duration? timeout) => WaitFor((Awaitable<T>)future, timeout);

    private static GuardFrame MakeWait(Awaitable awaitable, Duration? timeout) =>
        timeout is { Seconds: <= 0 } ? new ExpiredWaitFrame(awaitable) : new WaitForFrame(awaitable, timeout?.Seconds);
}
