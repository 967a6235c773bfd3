namespace Coroutines.Testing;

/// <summary>What an ordinary run of a program has to decide: by this a strategy knows how far apart its departures may stand.</summary>
internal sealed class RunShape
{
    private readonly int[] _counts = new int[(int)DecisionKind.Value + 1];

    internal RunShape(Decisions decisions, Survey survey)
    {
        Survey = survey;
        DecisionCount = decisions.Count;
        foreach (Decision decision in decisions.Made)
        {
            _counts[(int)decision.Kind]++;
        }
    }

    /// <summary>How many decisions there are.</summary>
    internal int DecisionCount { get; }

    /// <summary>Whether there is anything to decide.</summary>
    internal bool HasChoices => CountOf(DecisionKind.Order) + CountOf(DecisionKind.Hold) + CountOf(DecisionKind.Lateness)
        + CountOf(DecisionKind.Fault) + CountOf(DecisionKind.Chance) + CountOf(DecisionKind.Value) > 0;

    /// <summary>Where steps might be held back.</summary>
    internal Survey Survey { get; }

    /// <summary>How many decisions of a kind there are.</summary>
    internal int CountOf(DecisionKind kind) => _counts[(int)kind];
}
