namespace Coroutines.Testing;

/// <summary>The order within each iteration at random, each being as likely as any other.</summary>
internal sealed class RandomOrderChooser(SeededRandom random) : ScheduleChooser
{
    internal override int Choose(in DecisionPoint point) => point.Kind == DecisionKind.Order ? random.Next(point.Count) : 0;
}
