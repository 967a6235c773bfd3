namespace Coroutines.Testing;

/// <summary>Each task at a pace of its own: each of its steps waits for as long as the others.</summary>
internal sealed class PaceChooser(SeededRandom random) : ScheduleChooser
{
    private readonly DelayLength _length = new(random);
    private readonly Dictionary<StepNumber, int> _paces = [];

    internal override int Choose(in DecisionPoint point)
    {
        if (point.Kind != DecisionKind.Hold)
        {
            return 0;
        }

        if (!_paces.TryGetValue(point.Subject!, out int pace))
        {
            pace = random.Next(2) == 0 ? 0 : _length.Next();
            _paces.Add(point.Subject!, pace);
        }

        return pace;
    }
}
