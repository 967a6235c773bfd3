namespace Coroutines.Testing;

/// <summary>Says yes now and then, where something can be cancelled or can fail.</summary>
internal sealed class StrikeChooser(SeededRandom random, DecisionKind kind, double probability) : ScheduleChooser
{
    internal override int Choose(in DecisionPoint point) => point.Kind == kind && random.NextIsWithin(probability) ? 1 : 0;
}
