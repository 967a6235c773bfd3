namespace Coroutines.Testing;

/// <summary>Holds steps back here and there, each for a time of its own.</summary>
internal sealed class RandomDelayChooser(SeededRandom random, int oneIn) : ScheduleChooser
{
    private readonly DelayLength _length = new(random);
    private int _left = random.Next(2 * oneIn);

    internal override int Choose(in DecisionPoint point)
    {
        if (point.Kind != DecisionKind.Hold || --_left >= 0)
        {
            return 0;
        }

        // From 0 to twice the mean distance: as good as an exponential one, and cheaper.
        _left = random.Next(2 * oneIn);
        return _length.Next();
    }
}
