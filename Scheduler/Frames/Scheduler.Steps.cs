using System.Runtime.CompilerServices;

namespace Coroutines;

// How often a coroutine may go on in a single step: there is a limit in a game loop only.
public sealed partial class Scheduler
{
    private const int NoStepLimit = int.MaxValue;

    // Of the step that runs; between two steps it is the limit.
    private int _stepsLeft = NoStepLimit;

    internal int StepLimit { get; private set; } = NoStepLimit;

    /// <summary>Whether the coroutine whose step runs may go on once more without being suspended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool MayGoOn() => --_stepsLeft >= 0 || MayGoOnNevertheless();

    /// <summary>A step is over, by whatever way.</summary>
    internal void EndStep() => _stepsLeft = StepLimit;

    /// <summary>A step begins inside another one.</summary>
    /// <returns>What is left of that one, for <see cref="ResumeStep"/>.</returns>
    internal int BeginStep()
    {
        int left = _stepsLeft;
        _stepsLeft = StepLimit;
        return left;
    }

    internal void ResumeStep(int left) => _stepsLeft = left;

    private void SetStepLimit(int limit) => StepLimit = _stepsLeft = limit;

    // At -1 the limit is reached, and whoever runs then is stopped. From there on it is his clean-up that runs, or whoever was
    // waiting for him, and these have the same number once more; after that, nobody has anything.
    private bool MayGoOnNevertheless()
    {
        if (StepLimit == NoStepLimit)
        {
            _stepsLeft = NoStepLimit;
            return true;
        }

        return _stepsLeft < -1 && _stepsLeft >= -1 - StepLimit;
    }
}
