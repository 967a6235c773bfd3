using System.Runtime.CompilerServices;

namespace Coroutines;

// Calls of .NET's that can be told that nobody waits for them any more.
public readonly partial struct Awaitable
{
    /// <summary>
    /// Makes a call of .NET's and awaits its task; its token is cancelled when the wait is given up:
    /// <c>yield return Await(token => http.GetStringAsync(url, token)).Into(out var page);</c>
    /// </summary>
    /// <param name="call">
    /// Makes the call. It is asked when the awaitable is yielded, in the coroutine's step; what it throws comes out of the
    /// <c>yield return</c>. Its task may complete on any thread. If that is done already, no iteration passes.
    /// </param>
    /// <returns>What to yield, once. One that is dropped does nothing.</returns>
    /// <remarks>
    /// <para>The wait is given up by a cancel of the coroutine, be it by <c>Cancel</c>, a <c>Timeout</c>, a <c>WaitFor</c>, a group that
    /// shuts down or the end of the run. Then the token is cancelled first, in the coroutine's step, before its <c>finally</c> and
    /// <c>using</c> blocks run; what is registered with the token runs there. Then the coroutine is left as by any cancel, as soon as the
    /// call has ended: a reader or a connection can be used again at once. A call that does not heed its token is waited for no
    /// longer than half a second, or until another cancel; and not at all where time does not go by itself (in a Tick, under a
    /// <see cref="VirtualClock"/>, when the scheduler is disposed). What a call ends with after that is dropped.</para>
    /// <para>If the call ends cancelled although the wait was not given up, that is a failure with its own exception, as for
    /// <see cref="Await(Task)"/>; the time limit of an <c>HttpClient</c>, for example.</para>
    /// <para>asyncio has no counterpart: there, what is awaited is a coroutine, and the cancel is thrown into it.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="call"/> is null.</exception>
    public static Awaitable Await(Func<CancellationToken, Task> call)
    {
        ThrowHelper.IfNull(call, nameof(call));
        return new Awaitable(new DotNetCall(call));
    }

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>What to yield, once; then it has the result. One that is dropped does nothing.</returns>
    /// <inheritdoc cref="Await(Func{CancellationToken, Task})"/>
    public static Awaitable<T> Await<T>(Func<CancellationToken, Task<T>> call)
    {
        ThrowHelper.IfNull(call, nameof(call));
        return new Awaitable<T>(new DotNetCall<T>(call));
    }

    /// <inheritdoc cref="Await(Func{CancellationToken, Task})"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable Await(Func<CancellationToken, ValueTask> call)
    {
        ThrowHelper.IfNull(call, nameof(call));
        return Await(token => call(token).AsTask());
    }

    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>What to yield, once; then it has the result. One that is dropped does nothing.</returns>
    /// <inheritdoc cref="Await(Func{CancellationToken, Task})"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable<T> Await<T>(Func<CancellationToken, ValueTask<T>> call)
    {
        ThrowHelper.IfNull(call, nameof(call));
        return Await(token => call(token).AsTask());
    }

    /// <summary>
    /// Reads a sequence of .NET's to its end, one item after the other, as <c>await foreach</c> does; a loop like that over a
    /// queue's <see cref="CoQueue{T}.ReadAll"/>.
    /// </summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="source">The sequence. It is asked for its enumerator by the first item that is waited for.</param>
    /// <returns>
    /// What reads it. It belongs to the calling coroutine, and ends with a <c>using</c> or with that coroutine, in whichever way.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="InvalidOperationException">Not called from a coroutine.</exception>
    public static AsyncEnumerableReader<T> ReadAll<T>(IAsyncEnumerable<T> source)
    {
        ThrowHelper.IfNull(source, nameof(source));
        return new AsyncEnumerableReader<T>(source);
    }
}
