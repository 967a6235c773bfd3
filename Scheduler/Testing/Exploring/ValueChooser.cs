namespace Coroutines.Testing;

/// <summary>What the program asks for itself.</summary>
internal sealed class ValueChooser(SeededRandom random) : ScheduleChooser
{
    internal override int Choose(in DecisionPoint point) => point.Kind switch
    {
        DecisionKind.Value => random.Next(point.Count),
        DecisionKind.Chance => random.NextIsWithin(point.Share) ? 1 : 0,
        _ => 0,
    };
}
