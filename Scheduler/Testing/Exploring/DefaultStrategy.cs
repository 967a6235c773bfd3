namespace Coroutines.Testing;

/// <summary>A mixture: what finds one bug at once takes hundreds of runs for another.</summary>
internal sealed class DefaultStrategy : ScheduleStrategy
{
    internal override ScheduleChooser Create(SeededRandom random, RunShape shape, int seed)
    {
        List<ScheduleChooser> parts = [];
        AddOrder(parts, random, shape);
        AddDelays(parts, random, shape, seed);
        if (shape.CountOf(DecisionKind.Lateness) > 0 && random.Next(2) == 0)
        {
            parts.Add(Jitter().Create(random.Split(), shape, seed));
        }

        if (shape.CountOf(DecisionKind.Fault) > 0 && random.Next(2) == 0)
        {
            parts.Add(Faults().Create(random.Split(), shape, seed));
        }

        parts.Add(new ValueChooser(random.Split()));
        return new CombinedChooser([.. parts]);
    }

    private static void AddOrder(List<ScheduleChooser> parts, SeededRandom random, RunShape shape)
    {
        switch (random.Next(4))
        {
            case 0:
                break;
            case 1:
                parts.Add(new PriorityChooser(random.Split(), shape.CountOf(DecisionKind.Order), changes: random.Next(3), holds: false));
                break;
            default:
                parts.Add(new RandomOrderChooser(random.Split()));
                break;
        }
    }

    private static void AddDelays(List<ScheduleChooser> parts, SeededRandom random, RunShape shape, int seed)
    {
        if (random.Next(8) != 0)
        {
            parts.Add(Delays.Create(random.Split(), shape, seed));
        }
    }
}
