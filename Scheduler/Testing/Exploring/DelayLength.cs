namespace Coroutines.Testing;

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
