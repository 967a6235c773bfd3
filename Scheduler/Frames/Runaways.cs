namespace Coroutines;

/// <summary>Coroutines that keep waking each other inside one Tick: there is a limit, and they are named.</summary>
/// <param name="limit">How many iterations may follow each other while the clock stands.</param>
/// <param name="clock">However many deadlines a long frame holds, each of them moves the clock.</param>
/// <param name="ready">Those that may be kept going.</param>
/// <param name="timers">Where those are who set timers of next to nothing.</param>
/// <param name="inbox">What comes from other threads is no runaway; a frame takes only so much of it.</param>
/// <param name="events">Nor is what happens outside.</param>
internal sealed class Runaways(
    int limit, LoopClock clock, ReadyQueue ready, TimerQueue timers, ThreadInbox inbox, IEventSource events)
{
    // What is counted against the limit: the iterations within so much of the frame time.
    private const double LimitedSpan = 0.001;

    private const int WatchedIterations = 8;

    // What was ready in the last iterations before the limit.
    private readonly List<IRunnable> _watched = [];

    private double _spanStart;
    private long _fedBefore;
    private int _iterationsLeft;

    /// <summary>A frame begins, or somebody's turn in a background phase.</summary>
    internal void Forget() => _spanStart = double.NegativeInfinity;

    /// <summary>Another iteration is about to run. Throws where that is one too many.</summary>
    /// <remarks>
    /// What keeps the clock from moving is a runaway, and a sleep of next to nothing in a loop is one too: that is why a little movement
    /// does not count.
    /// </remarks>
    internal void Stop()
    {
        double now = clock.Now;
        long fed = inbox.MovedCount + events.ServedCount;
        if (now - _spanStart >= LimitedSpan || fed != _fedBefore)
        {
            _spanStart = now;
            _fedBefore = fed;
            _watched.Clear();
            _iterationsLeft = limit;
        }

        if (_iterationsLeft < WatchedIterations)
        {
            // Those that keep setting timers, or waiting for one another, are to be named as well.
            _watched.AddRange(ready.Items());
        }

        if (_iterationsLeft-- > 0)
        {
            return;
        }

        timers.MoveDue(now, ready);
        string names = StepNames.Of(_watched.Concat(ready.Items()));
        _watched.Clear();
        throw new InvalidOperationException(
            $"Coroutines kept waking each other inside one Tick, over {limit} iterations (SchedulerOptions.TickIterationLimit). Kept going: {names}. A loop that should go on in the next frame needs a bare yield or NextFrame().");
    }
}

/// <summary>The tasks among some items, for messages.</summary>
file static class StepNames
{
    private const int NamesInAMessage = 5;

    internal static string Of(IEnumerable<IRunnable> items)
    {
        string[] names = items.OfType<IStep>().Select(static step => step.DescribeChain()).Distinct().ToArray();
        if (names.Length == 0)
        {
            return "callbacks only";
        }

        string shown = string.Join(", ", names.Take(NamesInAMessage));
        return names.Length > NamesInAMessage ? $"{shown} and {names.Length - NamesInAMessage} more" : shown;
    }
}
