namespace Coroutines.Testing;

/// <summary>Chooses at random, each order being as likely as any other.</summary>
internal sealed class RandomChooser(SeededRandom random) : ScheduleChooser
{
    internal override int Choose(IReadOnlyList<IRunnable> candidates) => random.Next(candidates.Count);
}
