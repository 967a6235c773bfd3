namespace Coroutines;

/// <summary>
/// Several futures as one, for reports. Where a thousand tasks wait for the next of a thousand futures, they share this, so that a
/// report follows a thousand roads and not a million.
/// </summary>
/// <param name="scheduler">The scheduler.</param>
/// <param name="futures">The futures.</param>
/// <param name="unfinished">Tells how many of them are not done.</param>
internal sealed class FutureSet(Scheduler scheduler, IReadOnlyList<Future> futures, Func<int> unfinished) : Future(scheduler)
{
    internal override IReadOnlyList<Future?> Needs => futures;

    internal override string Describe() => futures.Count == 1
        ? futures[0].Describe()
        : $"{futures.Count} futures, {unfinished()} of them not done";
}
