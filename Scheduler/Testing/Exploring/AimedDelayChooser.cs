namespace Coroutines.Testing;

/// <summary>Holds few steps back, chosen so that in a row of seeds each place of the program has its turn.</summary>
internal sealed class AimedDelayChooser : ScheduleChooser
{
    private readonly DelayLength _length;
    private readonly List<(int Ordinal, int Step)> _targets = [];

    /// <param name="random">What else is decided.</param>
    /// <param name="seed">Of the run: which place has its turn.</param>
    /// <param name="survey">The places.</param>
    internal AimedDelayChooser(SeededRandom random, int seed, Survey survey)
    {
        _length = new DelayLength(random);
        uint turn = unchecked((uint)seed);
        for (int left = 1 + random.Next(3); left > 0 && survey.StepAt(turn, random) is { } target; left--)
        {
            if (!_targets.Contains(target))
            {
                _targets.Add(target);
            }

            turn = (uint)random.Next(int.MaxValue);
        }
    }

    internal override int Choose(in DecisionPoint point) =>
        point.Kind == DecisionKind.Hold && _targets.Count > 0 && _targets.Remove((point.Subject!.Ordinal, point.Subject.Step)) ? _length.Next() : 0;
}
