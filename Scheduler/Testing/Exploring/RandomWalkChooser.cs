namespace Coroutines.Testing;

/// <summary>One step at a time, any of those that are ready.</summary>
internal sealed class RandomWalkChooser(SeededRandom random) : ScheduleChooser
{
    internal override int Choose(in DecisionPoint point) => point.Kind switch
    {
        DecisionKind.Hold => HeldSteps.UntilAlone,
        DecisionKind.Order or DecisionKind.Release => random.Next(point.Count),
        _ => 0,
    };
}
