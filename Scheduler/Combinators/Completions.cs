using System.Collections;
using System.Diagnostics;

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
[DebuggerDisplay("{DebuggerDisplay,nq}")]
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

    private string DebuggerDisplay => $"completions of {_queue.All.Describe()}";
}

/// <summary>Waits for the next future of an <c>AsCompleted</c> to be done.</summary>
/// <param name="queue">Where it comes from.</param>
/// <param name="resolve">Whether that future's failure is the failure of the wait.</param>
/// <param name="select">What of that future is the result.</param>
file sealed class CompletionFrame<T>(CompletionQueue queue, bool resolve, Func<Future, T> select) : GuardFrame, IResult<T>
{
    private WaitSignal? _signal;
    private Future? _done;

    public T GetResult(long version)
    {
        VerifyHasResult("The next completion is not there yet. Yield it first, then read its Result.");
        return select(_done!);
    }

    public Awaitable ToAwaitable(long version) => new(this);

    internal override Awaitable Start(CoTask task) => Resume(task);

    internal override Awaitable Resume(CoTask task)
    {
        if (!queue.TryTake(out _done))
        {
            return _signal = queue.Wait();
        }

        if (_done is null)
        {
            return End(new TimeoutException($"The time that AsCompleted had was up before {task.DescribeChain()} got the next completion."));
        }

        return End(resolve ? _done.TakeFault() : null);
    }

    internal override Awaitable Throw(CoTask task, Exception exception)
    {
        queue.Leave(_signal!);
        return End(exception);
    }
}
