namespace Coroutines.Testing;

/// <summary>Adds up what of a program an exploration has varied.</summary>
internal sealed class Coverage
{
    private readonly HashSet<long> _schedules = [];
    private readonly HashSet<(int Ordinal, int Step)> _held = [];
    private readonly SortedDictionary<string, bool> _faultPoints = new(StringComparer.Ordinal);

    internal void Add(Decisions decisions)
    {
        long hash = 0;
        foreach (Departure departure in decisions.Departures)
        {
            hash = unchecked((((hash * 31) + departure.Key) * 31) + departure.Choice);
            if (departure.Kind == DecisionKind.Hold)
            {
                _held.Add(DecisionPoint.StepOf(departure.Key));
            }
        }

        _schedules.Add(hash);
        if (decisions.FaultPoints is { } faultPoints)
        {
            foreach ((string name, bool hasFailed) in faultPoints)
            {
                _faultPoints[name] = hasFailed || (_faultPoints.TryGetValue(name, out bool failedBefore) && failedBefore);
            }
        }
    }

    internal ExplorationCoverage Summarize(Survey survey) => new(
        _schedules.Count,
        survey.Rows.Count,
        [.. survey.Rows.Where(row => !row.Steps.Exists(_held.Contains)).Select(static row => row.Place)],
        [.. _faultPoints.Where(static point => !point.Value).Select(static point => point.Key)]);
}
