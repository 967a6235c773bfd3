namespace Coroutines.Tests.Races;

/// <summary>Cancels each task of a scenario at each moment, in each way, and also two of them shortly one after the other.</summary>
/// <param name="scenario">What runs.</param>
/// <param name="window">How many moments after the first cancel the second one may come.</param>
internal sealed class RaceSearch(RaceScenario scenario, int window)
{
    private static readonly StrikeKind[] _kinds = Enum.GetValues<StrikeKind>();

    /// <summary>How many runs it took.</summary>
    internal int Runs { get; private set; }

    /// <summary>How many of them had a cancel that met a task before its end.</summary>
    internal int Struck { get; private set; }

    /// <summary>The first run that is not as it should be, with its trace; null if there is none.</summary>
    internal string? FindProblem()
    {
        RaceRun undisturbed = Perform([]);
        return Explain(undisturbed, [])
            ?? FindProblemWithOne(undisturbed)
            ?? FindProblemWithTwo(undisturbed);
    }

    private string? FindProblemWithOne(RaceRun undisturbed)
    {
        foreach (int moment in undisturbed.DistinctMoments)
        {
            foreach (string party in undisturbed.PartyNames)
            {
                foreach (StrikeKind kind in _kinds)
                {
                    if (FindProblem(new Strike(moment, party, kind)) is { } problem)
                    {
                        return problem;
                    }
                }
            }
        }

        return null;
    }

    private string? FindProblemWithTwo(RaceRun undisturbed)
    {
        foreach (int moment in undisturbed.DistinctMoments)
        {
            foreach (string party in undisturbed.PartyNames)
            {
                var first = new Strike(moment, party);
                RaceRun once = Perform([first]);
                if (once.HasStruck && FindSecond(first, once) is { } problem)
                {
                    return problem;
                }
            }
        }

        return null;
    }

    private string? FindSecond(Strike first, RaceRun once)
    {
        foreach (int moment in once.DistinctMoments.Where(moment => moment >= first.Moment && moment <= first.Moment + window))
        {
            // The same one at the same moment is one that is cancelled twice.
            foreach (string party in once.PartyNames.Where(party => (moment, party) != (first.Moment, first.Party)))
            {
                if (FindProblem(first, new Strike(moment, party)) is { } problem)
                {
                    return problem;
                }
            }
        }

        return null;
    }

    private string? FindProblem(params Strike[] strikes) => Explain(Perform(strikes), strikes);

    private RaceRun Perform(Strike[] strikes)
    {
        var run = RaceRun.Perform(scenario, strikes);
        Runs++;
        Struck += run.HasStruck ? 1 : 0;
        return run;
    }

    // A run is the same each time, so only one with a problem has to be traced.
    private string? Explain(RaceRun run, Strike[] strikes)
    {
        if (run.Problems.Count == 0)
        {
            return null;
        }

        var traced = RaceRun.Perform(scenario, strikes, traced: true);
        return $"""
            {scenario.Name}, with {(strikes.Length == 0 ? "no cancel" : string.Join(" and ", strikes))}:
            {string.Join('\n', run.Problems)}
            {string.Join('\n', traced.Trace)}
            """;
    }
}
