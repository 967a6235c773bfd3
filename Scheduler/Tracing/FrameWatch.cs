using System.Diagnostics;

namespace Coroutines;

/// <summary>Measures frames, and tells a listener of them.</summary>
internal sealed class FrameWatch(Scheduler scheduler, IFrameListener listener)
{
    private bool _isOpen;

    // When the frame began, and the part that runs; and how long the parts before it took.
    private long _began;
    private long _entered;
    private long _busy;

    /// <summary>A frame begins, or goes on with its next part.</summary>
    internal void Enter(bool isNew)
    {
        _entered = Stopwatch.GetTimestamp();
        if (isNew)
        {
            _isOpen = true;
            _began = _entered;
            _busy = 0;
            listener.OnFrameBeginning(scheduler.Frames.Count);
        }
        else if (_isOpen && listener is IFramePartListener insider)
        {
            insider.OnFrameGoingOn();
        }
    }

    /// <summary>A frame is over, or a part of it.</summary>
    internal void Leave(bool isOver)
    {
        // Who came in the middle of a frame hears of the next one first.
        if (!_isOpen)
        {
            return;
        }

        _busy += Stopwatch.GetTimestamp() - _entered;
        if (isOver)
        {
            _isOpen = false;
            listener.OnFrame(new FrameEvent(scheduler.Frames.Count, scheduler.Frames.Time, _began, _busy));
        }
    }
}
