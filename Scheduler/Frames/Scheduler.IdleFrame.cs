namespace Coroutines;

// A frame in which nothing can happen moves the clock and the counters, and that is all.
public sealed partial class Scheduler
{
    // After so many idle frames there is nothing left of the others to be let go of, either.
    private const int FramesToSettle = 4 * ManyIterations;

    // How many idle frames have followed each other.
    private int _idleFrames;

    /// <summary>Whether the last frame was passed, and not run.</summary>
    internal bool LastFrameWasPassed { get; private set; }

    /// <summary>Passes a frame in which nothing can happen.</summary>
    /// <returns>False if something can, or has to be looked at: the frame is to be run.</returns>
    private bool TryPassIdleFrame(double seconds)
    {
        double end = _clock.EndOfFrame(seconds);
        if (!IsAtRest || !IsNothingDue(end) || !AreFramesEmpty)
        {
            _idleFrames = 0;
            LastFrameWasPassed = false;
            return false;
        }

        // Whatever a loop does now and then, it does in a frame that is run as any other.
        LastFrameWasPassed = ++_idleFrames > FramesToSettle && ((Iteration + 1) & (ManyIterations - 1)) != 0;
        if (!LastFrameWasPassed)
        {
            return false;
        }

        _frameStart = _clock.Now;
        _clock.BeginFrame(seconds);
        _clock.MoveTo(end);
        FrameCount++;
        FrameTime = seconds;
        Iteration++;
        foreach (PhaseSlot slot in _phases)
        {
            slot.Runs++;
        }

        return true;
    }

    /// <summary>Whether it is an ordinary game loop between two Ticks, that nobody watches and for which nothing has come from anywhere.</summary>
    private bool IsAtRest =>
        _thread == 0 && !_isDisposed && !_isStopping && !IsDebug && _current is null
        && StepObserver is null && YieldsToNextFrame && !IsInterrupted
        && _ready.IsEmpty && !_inbox.HasItems && !_sockets.HasWork && _predicates.Count == 0
        && _holding is null && !_unseenFaults.HasDue;

    /// <summary>Whether no timer is due by the end of a frame, and no clock comes to the end of numbers.</summary>
    private bool IsNothingDue(double end) =>
        _timers.NextDeadline() > end && _frameTimers.NextDeadline() > FrameCount + 1 && end * _highestRate < double.MaxValue / 2;

    /// <summary>Whether nobody waits for a frame or a phase, and no phase has steps to count.</summary>
    private bool AreFramesEmpty
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
