namespace Coroutines;

/// <summary>What tasks have in common that were started into the same group: their clocks, and whether they may run.</summary>
/// <remarks>
/// It is known to its parent only while it has tasks, directly or further below: an empty one that its owner has forgotten is
/// garbage. To pause costs nothing per task: whoever comes to its next step then is put aside there.
/// </remarks>
internal sealed partial class TaskDomain(Scheduler scheduler, TaskDomain? parent, object owner, Func<string> describe)
{
    private const int EverySoMuch = int.MaxValue / 2;

    private readonly TaskRegistry<DomainPlace> _tasks = new();
    private readonly List<HeldStep> _held = [];
    private DomainTimeline? _time;
    private DomainTimeline? _frames;
    private double _scale = 1;

    // How much faster than this one's the clock of any group below it could have gone so far.
    private double _highestRateBelow = 1;
    private bool _isPaused;

    // What was calculated last as FrameDelta, and when that was: nothing that it depends on changes within a batch, but the speed of
    // a group, and a virtual clock that is moved by hand.
    private double _frameDelta;
    private long _deltaMoment = -1;
    private double _deltaTime;

    internal Scheduler Scheduler => scheduler;

    /// <summary>The group that its users know.</summary>
    internal object Owner => owner;

    /// <summary>Who is told of errors of its tasks that reach nobody; null for whoever is told of its parent's.</summary>
    internal Action<ExceptionContext>? ExceptionHandler { get; set; }

    /// <summary>The seconds of its tasks.</summary>
    internal DomainTimeline Time => _time ??= new DomainTimeline((Timeline?)parent?.Time ?? scheduler.Seconds) { Speed = Speed };

    /// <summary>The frames that its tasks count.</summary>
    internal DomainTimeline Frames => _frames ??=
        new DomainTimeline((Timeline?)parent?.Frames ?? scheduler.Frames.Timeline) { Speed = _isPaused ? 0 : 1 };

    /// <summary>How far its seconds have gone since the frame began; in a fixed phase, its step, scaled likewise.</summary>
    internal double FrameDelta
    {
        get
        {
            long moment = scheduler.Loop.Iteration + scheduler.Domains.SpeedChanges;
            double time = scheduler.Time;
            if (moment != _deltaMoment || time != _deltaTime)
            {
                _deltaMoment = moment;
                _deltaTime = time;
                _frameDelta = scheduler.Phase is { IsFixed: true } phase ? phase.Step * Time.Rate : Time.Now - Time.FrameStart;
            }

            return _frameDelta;
        }
    }

    /// <summary>How fast its seconds go, compared with its parent's, while it is not paused.</summary>
    internal double Scale
    {
        get => _scale;
        set
        {
            // Before the change: the time so far went at the old speed.
            DomainTimeline time = Time;
            _scale = value;
            time.Speed = Speed;
            NoteRate();
            scheduler.Domains.SpeedChanges++;
        }
    }

    /// <summary>How fast its clock, or one below it, would go at some scale, compared with the scheduler's.</summary>
    internal double RateAt(double scale)
    {
        double rate = scale * _highestRateBelow;
        for (TaskDomain? around = parent; around is not null; around = around.Parent)
        {
            rate *= around._scale;
        }

        return rate;
    }

    /// <summary>Whether it is paused, or is in one that is.</summary>
    internal bool IsPaused
    {
        get
        {
            TaskDomain? domain = this;
            while (domain is { _isPaused: false })
            {
                domain = domain.Parent;
            }

            return domain is not null;
        }
    }

    /// <summary>Whether its tasks are to be put aside; only while it has any.</summary>
    internal bool IsHeld
    {
        get;
        private set
        {
            if (field != value)
            {
                field = value;
                scheduler.Domains.HeldCount += value ? 1 : -1;
            }
        }
    }

    /// <summary>Whether its time, or that of a group around it, stands still, as its scale is 0.</summary>
    internal bool StandsStill
    {
        get
        {
            TaskDomain? domain = this;
            while (domain is { _scale: not 0 })
            {
                domain = domain.Parent;
            }

            return domain is not null;
        }
    }

    private double Speed => _isPaused && !IsHost ? 0 : _scale;

    internal void Pause(bool isPaused)
    {
        if (_isPaused == isPaused)
        {
            return;
        }

        DomainTimeline time = Time;
        _isPaused = isPaused;
        time.Speed = Speed;
        scheduler.Domains.SpeedChanges++;
        if (_frames is not null)
        {
            _frames.Speed = isPaused ? 0 : 1;
        }

        UpdateHeld();
        HandOverCallbacks();
        scheduler.Domains.ReleaseSteps();
        scheduler.Frames.Changed();
    }

    /// <summary>It goes on, and those below do.</summary>
    internal void EndPauses()
    {
        // From below, so that all are released together, in their common order.
        for (TaskDomain? child = _children.First; child is not null; child = child.Next)
        {
            child.EndPauses();
        }

        Pause(false);
    }

    /// <summary>Lets go of what was cancelled in its clocks, and of the room that a burst has needed.</summary>
    /// <param name="work">How many timers may be looked at, in each clock on an average of calls.</param>
    internal void LetGo(int work)
    {
        _time?.Timers.LetGo(work);
        _frames?.Timers.LetGo(work);
        _tasks.LetGo();
    }

    /// <summary>The handler for errors of its tasks; null if neither it nor a group around it has one.</summary>
    internal Action<ExceptionContext>? FindExceptionHandler()
    {
        TaskDomain? domain = this;
        while (domain is { ExceptionHandler: null })
        {
            domain = domain.Parent;
        }

        return domain?.ExceptionHandler;
    }

    /// <summary>Puts a task aside that has come to its step.</summary>
    /// <returns>Where it is kept.</returns>
    internal int Hold(CoTask task)
    {
        _held.Add(new HeldStep(task, scheduler.Frames.ResumedPhase, scheduler.Domains.NextHold()));
        return _held.Count - 1;
    }

    /// <summary>A task that was put aside goes on by itself.</summary>
    internal void Unhold(int index)
    {
        _held[index] = default;

        // So that a long pause in which tasks come and go leaves no list behind that only grows.
        for (int last = _held.Count - 1; last >= 0 && _held[last].Task is null; last--)
        {
            _held.RemoveAt(last);
        }
    }

    internal string Describe() => describe();

    /// <summary>What is set in its clocks, for reports.</summary>
    internal IEnumerable<(ITimed Target, double When, TaskDomain Domain)> PendingTimers()
    {
        foreach ((ITimed target, double when) in _time?.Timers.Pending() ?? [])
        {
            if (target is not DomainTimeline)
            {
                yield return (target, when, this);
            }
        }
    }

    /// <summary>Who counts frames in it, for reports, and until which.</summary>
    internal IEnumerable<(ITimed Target, double When)> PendingFrames() =>
        (_frames?.Timers.Pending() ?? []).Where(static timer => timer.Target is not DomainTimeline);

    /// <summary>What time it is in it when the scheduler's is so late. For those who look on: makes no clock where there is none.</summary>
    internal double TimeWhen(double schedulerTime) => _time?.NowWhen(schedulerTime) ?? parent?.TimeWhen(schedulerTime) ?? schedulerTime;

    /// <summary>The same of its frames.</summary>
    internal double FrameWhen(double schedulerFrame) => _frames?.NowWhen(schedulerFrame) ?? parent?.FrameWhen(schedulerFrame) ?? schedulerFrame;

    /// <summary>Finds the group, this one or one below it, whose time is not finite when its parent's has come to some time.</summary>
    internal TaskDomain? FindInfinite(double parentTime)
    {
        double time = _time?.At(parentTime) ?? parentTime;
        TaskDomain? found = double.IsInfinity(time) ? this : null;
        for (TaskDomain? child = _children.First; child is not null && found is null; child = child.Next)
        {
            found = child.FindInfinite(time);
        }

        return found;
    }

    private void NoteRate()
    {
        double rate = _scale * _highestRateBelow;
        for (TaskDomain? around = parent; around is not null; around = around.Parent)
        {
            around._highestRateBelow = Math.Max(around._highestRateBelow, rate);
            rate = around._highestRateBelow * around._scale;
        }

        scheduler.Domains.NoteRate(rate);
    }

    private void UpdateHeld()
    {
        bool isHeld = IsPaused;
        if (isHeld == IsHeld || Population == 0)
        {
            return;
        }

        IsHeld = isHeld;
        if (!isHeld)
        {
            scheduler.Domains.HandOver(_held);
        }

        for (TaskDomain? child = _children.First; child is not null; child = child.Next)
        {
            child.UpdateHeld();
        }
    }
}
