namespace Coroutines;

// A frame in which nothing can happen moves the clock and the counters, and that is all.
internal sealed partial class FrameLoop
{
    // How many idle frames have followed each other.
    private int _idleFrames;

    /// <summary>Whether the last frame was passed, and not run.</summary>
    internal bool LastWasPassed { get; private set; }

    /// <summary>Passes a frame in which nothing can happen.</summary>
    /// <param name="seconds">How long the frame is.</param>
    /// <param name="end">When it ends.</param>
    /// <param name="isQuiet">Whether it is an ordinary game loop that nobody watches, and for which nothing has come from anywhere.</param>
    /// <returns>False if something can, or has to be looked at: the frame is to be run.</returns>
    internal bool TryPass(double seconds, double end, bool isQuiet)
    {
        if (!isQuiet || IsOpen || !_loop.YieldsToNextFrame || !IsNothingDue(end) || !IsNobodyWaiting)
        {
            _idleFrames = 0;
            LastWasPassed = false;
            return false;
        }

        // Whatever a loop does now and then, it does in a frame that is run as any other.
        LastWasPassed = ++_idleFrames > Upkeep.IterationsToSettle && !Upkeep.IsAllDue(_loop.Iteration + 1);
        if (!LastWasPassed)
        {
            return false;
        }

        FrameStart = _clock.PassFrame(seconds);
        Count++;
        Time = seconds;
        _loop.Iteration++;
        foreach (PhaseSlot slot in _phases)
        {
            slot.Runs++;
        }

        return true;
    }

    /// <summary>The next frame has to be run: something is kept until its end, or a run comes between.</summary>
    internal void Disturb() => _idleFrames = 0;

    /// <summary>Whether no timer is due by the end of a frame.</summary>
    private bool IsNothingDue(double end) => _timers.NextDeadline() > end && _frameTimers.NextDeadline() > Count + 1;

    /// <summary>Whether nobody waits for a frame or a phase, and no phase has steps to count.</summary>
    private bool IsNobodyWaiting
    {
        get
        {
            if (_firstAfterTime > 0 || !_tooEarly.IsEmpty)
            {
                return false;
            }

            foreach (PhaseSlot slot in _phases)
            {
                if (slot.Count > 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
