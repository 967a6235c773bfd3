using System.Collections;

namespace Coroutines;

/// <summary>
/// What <c>AsCompleted</c> returns: the results of several things in the order in which they get done, to be waited for
/// one by one.
/// </summary>
/// <typeparam name="TFuture">The type of the tasks or futures.</typeparam>
/// <typeparam name="T">The type of the results.</typeparam>
/// <remarks>
/// <para>Python's plain iteration gives the results, its <c>async for</c> the original tasks:</para>
/// <code>
/// foreach (var next in AsCompleted(tasks))
/// {
///     yield return next;
///     Use(next.Result);
/// }
///
/// foreach (var next in AsCompleted(tasks).Tasks)
/// {
///     yield return next;
///     Use(next.Result == first ? "the first" : "another", next.Result.Result);
/// }
/// </code>
/// <para>Both count the same things, each of which is given once, however often one iterates. The steps of the
/// iteration may be awaited by different tasks.</para>
/// </remarks>
public sealed class Completions<TFuture, T> : IEnumerable<Awaitable<T>>
    where TFuture : Future
{
    private readonly CompletionQueue _queue;
    private readonly Func<Future, T> _result;

    internal Completions(CompletionQueue queue, Func<Future, T> result)
    {
        _queue = queue;
        _result = result;
    }

    /// <summary>
    /// The tasks themselves, in the order in which they get done: what <c>async for</c> gives in Python. A task that has failed
    /// does not fail the wait; its exception is for whoever reads its result.
    /// </summary>
    public IEnumerable<Awaitable<TFuture>> Tasks
    {
        get
        {
            while (_queue.TryClaim())
            {
                yield return new(new CompletionFrame<TFuture>(_queue, resolve: false, static future => (TFuture)future));
            }
        }
    }

    /// <summary>For each thing that is not yet claimed, the wait for the result of the next that gets done.</summary>
    /// <returns>An enumerator. What fails, fails the wait.</returns>
    public IEnumerator<Awaitable<T>> GetEnumerator()
    {
        while (_queue.TryClaim())
        {
            yield return new(new CompletionFrame<T>(_queue, resolve: true, _result));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
