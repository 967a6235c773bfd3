namespace Coroutines.Testing;

/// <summary>Decides as it was told for certain places, whatever else is decided between them.</summary>
internal sealed class PlanChooser : ScheduleChooser
{
    private readonly Dictionary<long, int> _plan = [];

    internal PlanChooser(IEnumerable<Departure> departures)
    {
        foreach (Departure departure in departures)
        {
            _plan[departure.Key] = departure.Choice;
        }
    }

    internal override int Choose(in DecisionPoint point)
    {
        if (point.Candidates is not { } candidates)
        {
            return _plan.TryGetValue(point.KeyOf(point.Subject), out int choice) && choice < point.Count ? choice : 0;
        }

        // Whoever was preferred is so again, wherever he stands now.
        for (int i = 1; i < candidates.Count; i++)
        {
            if (_plan.ContainsKey(point.KeyOf(candidates[i])))
            {
                return i;
            }
        }

        return 0;
    }
}
