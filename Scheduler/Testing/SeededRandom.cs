namespace Coroutines.Testing;

/// <summary>
/// Random numbers that are the same for a seed on every platform and version (SplitMix64), so that a seed which was printed
/// once can be replayed for ever. System.Random promises no such thing.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _state;

    internal SeededRandom(int seed) => _state = unchecked((ulong)seed);

    private SeededRandom(ulong state) => _state = state;

    /// <summary>A number from 0 up to, and without, a limit.</summary>
    internal int Next(int limit) => (int)(NextBits() % (ulong)limit);

    /// <summary>A number from 1 up to a limit, of which small and large ones are as likely: a random number of binary digits.</summary>
    internal int NextOfAnyOrder(int limit)
    {
        int digits = 0;
        while (limit >> digits > 0)
        {
            digits++;
        }

        int high = 1 << Next(digits);
        return Math.Min(high + Next(high), limit);
    }

    /// <summary>Whether the next number from 0 to 1 is below a probability.</summary>
    internal bool NextIsWithin(double probability) => (NextBits() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>Another one, whose numbers do not depend on how many are taken from this one.</summary>
    internal SeededRandom Split() => new(NextBits());

    private ulong NextBits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
