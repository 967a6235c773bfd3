namespace Coroutines;

/// <summary>
/// "Wakes itself without end": a task that has gone on by bare yields for a second or longer, in each iteration or in every second one, outside of a game's frames.
/// </summary>
internal static class EndlessYields
{
    // In seconds.
    private const double Least = 1;
    private const double LastSeen = 0.5;

    internal static IEnumerable<Lint> Find(LoopReading reading) => reading.Tally is not { } tally
        ? []
        : tally.Yields
            .Where(series => tally.SecondsSince(series.Last.Timestamp) < LastSeen && tally.SecondsSince(series.Since) >= Least)
            .OrderBy(static series => series.Since)
            .Select(series => new Lint(LintKind.WakesItself, Tell(series, tally), LintPlace.Of(series.Last, reading.Snapshot)));

    private static string Tell(in YieldSeries series, TallyReading tally) => FormattableString.Invariant(
        $"{Repr.Name(series.Last.Coroutine!)} (task {Repr.Of(series.Last.TaskName!)}) has gone on by bare yields for {tally.SecondsSince(series.Since):0} s, {series.Steps:#,0} steps, so the loop never waits. Have it await what it looks for: an event, a queue, WaitUntil, a Sleep.");
}
