namespace Coroutines.Examples.Starfall.Logic;

/// <summary>Random numbers of our own (xorshift), so that a seed means the same game everywhere and for ever.</summary>
internal sealed class Dice(int seed)
{
    // It must not be 0; and similar seeds shall not begin alike.
    private uint _state = ((uint)seed * 2654435769u) | 1;

    internal double Between(double low, double high) => low + ((high - low) * (Next() / (uint.MaxValue + 1.0)));

    private uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state;
    }
}
