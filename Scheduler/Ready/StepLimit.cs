using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>How often a coroutine may go on in a single step: there is a limit in a game loop only.</summary>
internal sealed class StepLimit
{
    internal const int None = int.MaxValue;

    // Of the step that runs; between two steps it is the limit.
    private int _left = None;
    private int _limit = None;

    /// <summary>How often; <see cref="None"/> in a run.</summary>
    internal int Limit
    {
        get => _limit;
        set => _limit = _left = value;
    }

    /// <summary>Whether the coroutine whose step runs may go on once more without being suspended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool MayGoOn() => --_left >= 0 || MayGoOnNevertheless();

    /// <summary>A step is over, by whatever way.</summary>
    internal void End() => _left = _limit;

    /// <summary>A step begins inside another one.</summary>
    /// <returns>What is left of that one, for <see cref="Resume"/>.</returns>
    internal int StartStep()
    {
        int left = _left;
        _left = _limit;
        return left;
    }

    internal void Resume(int left) => _left = left;

    // At -1 the limit is reached, and whoever runs then is stopped. From there on it is his clean-up that runs, or whoever was
    // waiting for him, and these have the same number once more; after that, nobody has anything.
    private bool MayGoOnNevertheless()
    {
        if (_limit == None)
        {
            _left = None;
            return true;
        }

        return _left < -1 && _left >= -1 - _limit;
    }
}
