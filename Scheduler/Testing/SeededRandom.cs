namespace Coroutines.Testing;

/// <summary>
/// Random numbers that are the same for a seed on every platform and version (SplitMix64), so that a seed which was printed
/// once can be replayed for ever. System.Random promises no such thing.
/// </summary>
internal sealed class SeededRandom(int seed)
{
    private ulong _state = unchecked((ulong)seed);

    /// <summary>A number from 0 up to, and without, a limit.</summary>
    internal int Next(int limit)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            mixed ^= mixed >> 31;
            return (int)(mixed % (ulong)limit);
        }
    }
}
