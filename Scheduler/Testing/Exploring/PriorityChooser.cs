namespace Coroutines.Testing;

/// <summary>
/// Gives each task a random priority, and takes one down at a few random moments: "A Randomized Scheduler with Probabilistic
/// Guarantees of Finding Bugs" (Burckhardt and others, 2010).
/// </summary>
/// <remarks>So one task is slow, or quick, throughout: where independent choices would cancel each other out, this adds up.</remarks>
internal sealed class PriorityChooser : ScheduleChooser
{
    private const int NotDrawn = int.MaxValue;

    private readonly SeededRandom _random;
    private readonly bool _holds;

    // By the ordinal of the task; not drawn yet where it is the value that no draw gives.
    private readonly List<int> _priorities = [];
    private readonly HashSet<int> _changes = [];
    private int _choices;
    private int _lowest;

    /// <param name="random">Where the priorities come from.</param>
    /// <param name="expectedChoices">About how many choices there are in one run.</param>
    /// <param name="changes">How often a priority changes.</param>
    /// <param name="holds">Whether it is one step at a time, that of the highest of all that are ready; else an order in each iteration.</param>
    internal PriorityChooser(SeededRandom random, int expectedChoices, int changes, bool holds)
    {
        _random = random;
        _holds = holds;
        for (int i = 0; i < changes; i++)
        {
            _changes.Add(random.Next(Math.Max(expectedChoices, 1)));
        }
    }

    internal override int Choose(in DecisionPoint point) => point.Kind switch
    {
        DecisionKind.Hold when _holds => HeldSteps.UntilAlone,
        DecisionKind.Order or DecisionKind.Release => ChooseAmong(point.Candidates!),
        _ => 0,
    };

    private int ChooseAmong(IReadOnlyList<StepNumber> candidates)
    {
        int highest = FindHighest(candidates);
        if (_changes.Contains(_choices++))
        {
            _priorities[candidates[highest].Ordinal] = --_lowest;
            highest = FindHighest(candidates);
        }

        return highest;
    }

    private int FindHighest(IReadOnlyList<StepNumber> candidates)
    {
        int highest = 0;
        for (int i = 1; i < candidates.Count; i++)
        {
            if (PriorityOf(candidates[i]) > PriorityOf(candidates[highest]))
            {
                highest = i;
            }
        }

        return highest;
    }

    private int PriorityOf(StepNumber step)
    {
        while (_priorities.Count <= step.Ordinal)
        {
            _priorities.Add(NotDrawn);
        }

        int priority = _priorities[step.Ordinal];
        if (priority == NotDrawn)
        {
            priority = _random.Next(int.MaxValue);
            _priorities[step.Ordinal] = priority;
        }

        return priority;
    }
}
