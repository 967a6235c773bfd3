namespace Coroutines.Testing;

/// <summary>Several: each decides what the ones before it leave as it is.</summary>
internal sealed class CombinedChooser(ScheduleChooser[] parts) : ScheduleChooser
{
    internal override int Choose(in DecisionPoint point)
    {
        foreach (ScheduleChooser part in parts)
        {
            if (part.Choose(point) is > 0 and int choice)
            {
                return choice;
            }
        }

        return 0;
    }
}

/// <summary>The order within each iteration at random, each being as likely as any other.</summary>
internal sealed class RandomOrderChooser(SeededRandom random) : ScheduleChooser
{
    internal override int Choose(in DecisionPoint point) => point.Kind == DecisionKind.Order ? random.Next(point.Count) : 0;
}

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

/// <summary>Holds few steps back, chosen so that in a row of seeds each place of the program has its turn.</summary>
internal sealed class AimedDelayChooser : ScheduleChooser
{
    private readonly DelayLength _length;
    private readonly HashSet<(int Ordinal, int Step)> _targets = [];

    /// <param name="random">What else is decided.</param>
    /// <param name="seed">Of the run: which place has its turn.</param>
    /// <param name="survey">The places.</param>
    internal AimedDelayChooser(SeededRandom random, int seed, Survey survey)
    {
        _length = new DelayLength(random);
        uint turn = unchecked((uint)seed);
        for (int left = 1 + random.Next(3); left > 0 && survey.StepAt(turn, random) is { } target; left--)
        {
            _targets.Add(target);
            turn = (uint)random.Next(int.MaxValue);
        }
    }

    internal override int Choose(in DecisionPoint point) =>
        point.Kind == DecisionKind.Hold && _targets.Remove((point.Subject!.Ordinal, point.Subject.Step)) ? _length.Next() : 0;
}

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

/// <summary>Has timers be late.</summary>
internal sealed class JitterChooser(SeededRandom random, double bound) : ScheduleChooser
{
    private readonly int _most = (int)(bound * LateTimers.Parts);

    // Some of the runs have one kind, some the other, and some both.
    private readonly bool _isBySteps = random.Next(3) > 0;
    private readonly bool _isTogether = random.Next(3) > 0;

    internal override int Choose(in DecisionPoint point) => point.Kind switch
    {
        DecisionKind.Lateness when _isBySteps => random.Next(_most + 1),
        DecisionKind.Together when _isTogether && point.Share <= bound => random.Next(2),
        _ => 0,
    };
}

/// <summary>Says yes now and then, where something can be cancelled or can fail.</summary>
internal sealed class StrikeChooser(SeededRandom random, DecisionKind kind, double probability) : ScheduleChooser
{
    internal override int Choose(in DecisionPoint point) => point.Kind == kind && random.NextIsWithin(probability) ? 1 : 0;
}

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

/// <summary>How long the steps of a run are held back.</summary>
internal sealed class DelayLength
{
    private const int Octaves = 7;

    private readonly SeededRandom _random;
    private readonly int _always;

    internal DelayLength(SeededRandom random)
    {
        _random = random;
        _always = random.Next(4) switch
        {
            0 => HeldSteps.UntilAlone,
            1 => Draw(random),
            _ => 0,
        };
    }

    internal int Next() => _always > 0 ? _always : Draw(_random);

    // Short and long are as likely.
    private static int Draw(SeededRandom random)
    {
        int octave = random.Next(Octaves + 1);
        return octave == Octaves ? HeldSteps.UntilAlone : Math.Min((1 << octave) + random.Next(1 << octave), HeldSteps.Longest);
    }
}
