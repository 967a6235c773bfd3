namespace Coroutines;

/// <summary>The time of a group of tasks: its parent's, which it follows more slowly, faster, or not at all.</summary>
/// <remarks>
/// <para>Its deadlines stand in a queue of its own, in its own time. The earliest of them stands for all of them in the
/// parent's queue, at the parent's time that corresponds to it. So to stop the clock, or to have it run at another speed,
/// moves a single entry, however many tasks are asleep in the group.</para>
/// <para>Among equal deadlines, the entry has the place of the timer that it stands for: timers of several groups fire in the
/// order in which they were set, as if they stood in one queue.</para>
/// <para>Its time is calculated from the last change of speed, never added up, so nothing drifts; and while a deadline of its
/// own fires, it is exactly that deadline. A clock whose speed was never changed shows its parent's time to the last bit.</para>
/// </remarks>
internal sealed class DomainTimeline(Timeline parent) : Timeline(new TimerQueue(parent.Timers.Order)), ITimed
{
    private double _speed = 1;

    // The moment of the last change of speed, in the parent's time and in this one.
    private double _parentAnchor;
    private double _anchor;

    // The deadline that fired last, in the parent's time and in this one.
    private double _parentMoment = double.NaN;
    private double _moment = double.NegativeInfinity;

    // The entry in the parent's queue: its time, and the number of the timer that it stands for.
    private double _due;
    private long _first;

    // How many entries it has had since those that it gave up were swept out of the parent's queue.
    private long _entries;

    // What time it was here when the frame began, if the speed was changed in that frame.
    private double _changedFrame = double.NaN;
    private double _changedFrameStart;

    internal override double Now => NowIn(parent.Now);

    internal override double FrameStart
    {
        get
        {
            double start = parent.FrameStart;
            return start == _changedFrame ? _changedFrameStart : ToOwn(start);
        }
    }

    internal override double NowWhen(double schedulerTime) => NowIn(parent.NowWhen(schedulerTime));

    internal override double Rate => _speed * parent.Rate;

    /// <summary>How fast it goes, as a multiple of its parent's time; 0 while it stands still.</summary>
    internal double Speed
    {
        get => _speed;
        set
        {
            if (value == _speed)
            {
                return;
            }

            double start = FrameStart;
            double now = Now;
            _changedFrame = parent.FrameStart;
            _changedFrameStart = start;
            _parentAnchor = parent.Now;
            _anchor = now;
            _parentMoment = _parentAnchor;
            _moment = now;
            _speed = value;
            TimersChanged();
        }
    }

    public long TimerToken { get; set; }

    /// <summary>What time it is here at a time of the parent's; infinity where that is beyond the largest number.</summary>
    internal double At(double parentTime) => _anchor + ((parentTime - _parentAnchor) * _speed);

    /// <summary>Its entry in the parent's queue has become due: the timer that it stands for is.</summary>
    internal void Fire(ReadyQueue ready)
    {
        if (Timers.TryPeek(out double when, out _) && ToParent(when) <= _due)
        {
            // Not where all are let go ahead of their time, because a run begins.
            if (_due <= parent.Now)
            {
                _parentMoment = _due;
                _moment = when;
            }

            TimerQueue.Expire(Timers.TakeFirst(), ready);
        }

        TimersChanged();
    }

    internal override void TimersChanged()
    {
        double due = Timers.TryPeek(out double when, out long first) ? ToParent(when) : double.PositiveInfinity;
        if (TimerToken != 0 && due == _due && first == _first)
        {
            return;
        }

        bool wasSet = TimerToken != 0;
        if (wasSet)
        {
            parent.Timers.Cancel(this);
        }

        if (due < double.PositiveInfinity)
        {
            _due = due;
            _first = first;
            if (++_entries == TimerOrder.Stride)
            {
                parent.Timers.Sweep();
                _entries = 1;
            }

            parent.Timers.Add(Math.Max(due, double.MinValue), this, TimerOrder.InPlaceOf(first, _entries));
            parent.TimersChanged();
        }
        else if (wasSet)
        {
            parent.TimersChanged();
        }
    }

    void IRunnable.Run() => throw new NotSupportedException("A clock is not run: the timers behind it are.");

    private double NowIn(double parentNow) => parentNow == _parentMoment ? _moment : Math.Max(ToOwn(parentNow), _moment);

    // A clock that is moved by hand, or that jumps, knows nothing of those that follow it: there is an end to numbers here.
    private double ToOwn(double time) => Math.Min(At(time), double.MaxValue);

    private double ToParent(double time) =>
        _speed > 0 ? _parentAnchor + ((time - _anchor) / _speed) : double.PositiveInfinity;
}
