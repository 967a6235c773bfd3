using System.Runtime.CompilerServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Waits for some or all of several tasks and futures: asyncio's <c>wait</c>.</summary>
    /// <typeparam name="TFuture">The type of the tasks or futures.</typeparam>
    /// <param name="tasks">
    /// The tasks or futures; at least one. A coroutine has to be made a task first. One that is given twice counts once.
    /// </param>
    /// <param name="timeout">
    /// How long to wait at most, in seconds or as a <see cref="TimeSpan"/>; null for as long as it takes. That the time is up
    /// is no error.
    /// </param>
    /// <param name="returnWhen">What to wait for.</param>
    /// <returns>
    /// What to yield, once; then it has those that are done and those that are pending, each in the order of the argument:
    /// <c>yield return Wait(tasks).Into(out var wait); var (done, pending) = wait.Result;</c>
    /// </returns>
    /// <remarks>
    /// <para>It returns two iterations after what it waits for is done, and always suspends: for two iterations if that is done
    /// already.</para>
    /// <para>It looks at no result: the exceptions of what is done are for whoever reads them. It cancels nothing either;
    /// a cancel of the waiting task leaves the tasks running (rule 27).</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="tasks"/> is null, or has null among them.</exception>
    /// <exception cref="ArgumentException">There are none; or one belongs to another scheduler.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is NaN.</exception>
    /// <exception cref="InvalidOperationException">No scheduler runs on this thread.</exception>
    public static Awaitable<(IReadOnlyList<TFuture> Done, IReadOnlyList<TFuture> Pending)> Wait<TFuture>(
        IEnumerable<TFuture> tasks, Duration? timeout = null, ReturnWhen returnWhen = ReturnWhen.AllCompleted)
        where TFuture : Future
    {
        ThrowHelper.IfNull(tasks, nameof(tasks));
        if (returnWhen is < ReturnWhen.AllCompleted or > ReturnWhen.FirstException)
        {
            throw new ArgumentOutOfRangeException(nameof(returnWhen), returnWhen, "There is no such way to wait.");
        }

        TFuture[] given = tasks.ToArray();
        if (given.Length == 0)
        {
            throw new ArgumentException($"{Children.Name(nameof(Wait))} was given no task to wait for.", nameof(tasks));
        }

        Scheduler scheduler = Children.Verify(given, nameof(Wait));
        var distinct = new HashSet<TFuture>(given, ReferenceEqualityComparer.Instance);
        return new(new WaitFrame<TFuture>(
            scheduler, distinct.Count == given.Length ? given : distinct.ToArray(), timeout?.Seconds, returnWhen));
    }

    /// <summary>Waits for some or all of several tasks and futures of different types: asyncio's <c>wait</c>.</summary>
    /// <param name="tasks">The tasks or futures; at least one. One that is given twice counts once.</param>
    /// <param name="timeout">How long to wait at most; null for as long as it takes.</param>
    /// <param name="returnWhen">What to wait for.</param>
    /// <inheritdoc cref="Wait{TFuture}(IEnumerable{TFuture}, Duration?, ReturnWhen)"/>
    [OverloadResolutionPriority(-1)]
    public static Awaitable<(IReadOnlyList<Future> Done, IReadOnlyList<Future> Pending)> Wait(
        IEnumerable<Future> tasks, Duration? timeout = null, ReturnWhen returnWhen = ReturnWhen.AllCompleted) =>
        Wait<Future>(tasks, timeout, returnWhen);
}
