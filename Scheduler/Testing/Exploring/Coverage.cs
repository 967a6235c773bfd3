namespace Coroutines.Testing;

/// <summary>What of a program an exploration has varied.</summary>
internal sealed class Coverage
{
    private readonly HashSet<long> _schedules = [];
    private readonly HashSet<long> _varied = [];
    private int _points;

    internal void AddOrdinary(Decisions decisions)
    {
        _points = decisions.Kinds.Count(static kind => kind != DecisionKind.Cancel);
        Add(decisions);
    }

    internal void Add(Decisions decisions)
    {
        long hash = 17;
        foreach (Departure departure in decisions.Departures)
        {
            hash = unchecked((hash * 31) + departure.Key) * 31 + departure.Choice;
            _varied.Add(departure.Key);
        }

        _schedules.Add(hash);
    }

    internal ExplorationCoverage Summarize() => new(_schedules.Count, _points, _varied.Count);
}
