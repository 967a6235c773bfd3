namespace Coroutines.Testing;

/// <summary>Departs from the queue's own order at a few places only: most ordering bugs need no more.</summary>
internal sealed class SparseChooser : ScheduleChooser
{
    private readonly SeededRandom _random;
    private readonly HashSet<int> _departures = [];
    private int _choices;

    /// <param name="random">Where the choices come from.</param>
    /// <param name="expectedChoices">About how many choices there are in one run.</param>
    /// <param name="departures">How many of them are not the first candidate.</param>
    internal SparseChooser(SeededRandom random, int expectedChoices, int departures)
    {
        _random = random;
        for (int i = 0; i < departures; i++)
        {
            _departures.Add(random.Next(Math.Max(expectedChoices, 1)));
        }
    }

    internal override int Choose(IReadOnlyList<IRunnable> candidates) =>
        _departures.Contains(_choices++) ? 1 + _random.Next(candidates.Count - 1) : 0;
}
