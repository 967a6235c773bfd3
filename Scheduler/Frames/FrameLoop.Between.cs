namespace Coroutines;

// Time that passes between two frames, in a loop that is called when there is something to do.
internal sealed partial class FrameLoop
{
    // How much of it has passed since the last frame. The next one has it as a part of its time.
    private double _caughtUp;

    /// <summary>Refuses it where time passes in steps of frames.</summary>
    internal void VerifyMayCatchUp()
    {
        VerifyNotOpen(nameof(Scheduler.CatchUp));
        if (_firstAfterTime > 0)
        {
            throw new InvalidOperationException(
                $"CatchUp was called on a scheduler with the {_phases[_firstFixed].Phase}, whose steps are taken in frames. Call Tick.");
        }
    }

    /// <summary>The clock goes on, from deadline to deadline; then runs what has come from outside. No phase does.</summary>
    /// <param name="seconds">How far the clock moves.</param>
    internal void CatchUp(double seconds)
    {
        Disturb();
        Expect();
        BeginShares();
        _loop.StepObserver?.EnteringFrame(isNew: false);
        _inbox.Hold();
        try
        {
            double end = _clock.BeginFrame(seconds);
            _caughtUp += seconds;
            MoveTo(end);
            _inbox.Release();
            RunUntilIdle();
        }
        finally
        {
            _inbox.Release();
            End();
            _loop.StepObserver?.LeavingFrame(isOver: false);
        }
    }
}
