namespace Coroutines;

/// <summary>What tasks have in common that were started into the same group: their clocks, and whether they may run.</summary>
/// <remarks>
/// It is known to its parent only while it has tasks, directly or further below: an empty one that its owner has forgotten is
/// garbage. To pause costs nothing per task: whoever comes to its next step then is put aside there.
/// </remarks>
internal sealed class TaskDomain(Scheduler scheduler, TaskDomain? parent, object owner, Func<string> describe)
{
    private const int EverySoMuch = int.MaxValue / 2;

    private readonly TaskRegistry<GroupPlace> _tasks = new();
    private readonly List<HeldStep> _held = [];
    private GroupTimeline? _time;
    private GroupTimeline? _frames;
    private double _scale = 1;
    private bool _isPaused;

    // How many unfinished tasks there are, here and below.
    private int _population;

    private TaskDomain? _firstChild;
    private TaskDomain? _lastChild;
    private TaskDomain? _previous;

    internal Scheduler Scheduler => scheduler;

    internal TaskDomain? Parent => parent;

    /// <summary>The group that its users know.</summary>
    internal object Owner => owner;

    internal int Population => _population;

    /// <summary>The next one among those that have tasks.</summary>
    internal TaskDomain? Next { get; private set; }

    /// <summary>Called when the last task has ended.</summary>
    internal Action? Emptied { get; set; }

    /// <summary>The seconds of its tasks.</summary>
    internal GroupTimeline Time => _time ??= new GroupTimeline((Timeline?)parent?.Time ?? scheduler.Seconds, scheduler.TimerOrder) { Speed = Speed };

    /// <summary>The frames that its tasks count.</summary>
    internal GroupTimeline Frames => _frames ??=
        new GroupTimeline((Timeline?)parent?.Frames ?? scheduler.FrameTimeline, scheduler.TimerOrder) { Speed = _isPaused ? 0 : 1 };

    /// <summary>How fast its seconds go, compared with its parent's, while it is not paused.</summary>
    internal double Scale
    {
        get => _scale;
        set
        {
            // Before the change: the time so far went at the old speed.
            GroupTimeline time = Time;
            _scale = value;
            time.Speed = Speed;
        }
    }

    /// <summary>Whether it is paused, or is in one that is.</summary>
    internal bool IsPaused => _isPaused || parent is { IsPaused: true };

    /// <summary>Whether its tasks are to be put aside; kept up to date while it has any.</summary>
    internal bool IsHeld { get; private set; }

    private double Speed => _isPaused ? 0 : _scale;

    internal void Pause(bool isPaused)
    {
        if (_isPaused == isPaused)
        {
            return;
        }

        GroupTimeline time = Time;
        _isPaused = isPaused;
        time.Speed = Speed;
        if (_frames is not null)
        {
            _frames.Speed = isPaused ? 0 : 1;
        }

        UpdateHeld();
        scheduler.ReleaseSteps();
        scheduler.FramesChanged();
    }

    /// <summary>It goes on, and those below do.</summary>
    internal void EndPauses()
    {
        // From below, so that all are released together, in their common order.
        for (TaskDomain? child = _firstChild; child is not null; child = child.Next)
        {
            child.EndPauses();
        }

        Pause(false);
    }

    internal void Add(CoTask task)
    {
        _tasks.Add(task);
        for (TaskDomain? domain = this; domain is not null; domain = domain.Parent)
        {
            if (domain._population++ == 0)
            {
                domain.Attach();
            }
        }
    }

    internal void Remove(CoTask task)
    {
        _tasks.Remove(task);
        for (TaskDomain? domain = this; domain is not null; domain = domain.Parent)
        {
            if (--domain._population == 0)
            {
                domain.Detach();
                domain.Emptied?.Invoke();
            }
        }
    }

    /// <summary>Lets go of what was cancelled in its clocks and those below, and of the room that a burst has needed.</summary>
    /// <param name="work">How many timers may be looked at, in each clock on an average of calls.</param>
    internal void LetGo(int work)
    {
        _time?.Timers.LetGo(work);
        _frames?.Timers.LetGo(work);
        _tasks.LetGo();
        for (TaskDomain? child = _firstChild; child is not null; child = child.Next)
        {
            child.LetGo(work);
        }
    }

    /// <summary>The unfinished tasks, here and below, in the order of creation.</summary>
    internal List<CoTask> ToList()
    {
        var tasks = new List<CoTask>(_population);
        AddTo(tasks);
        tasks.Sort(CoTask.CompareAge);
        return tasks;
    }

    /// <summary>Whether a group is this one, or below it.</summary>
    internal bool Contains(TaskDomain? domain)
    {
        while (domain is not null && domain != this)
        {
            domain = domain.Parent;
        }

        return domain is not null;
    }

    /// <summary>Puts a task aside that has come to its step.</summary>
    /// <returns>Where it is kept.</returns>
    internal int Hold(CoTask task)
    {
        _held.Add(new HeldStep(task, scheduler.ResumedPhase, scheduler.NextHold()));
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

    /// <summary>What is set in its clocks and those below, for reports.</summary>
    internal IEnumerable<(ITimed Target, double When, TaskDomain Domain)> PendingTimers()
    {
        foreach ((ITimed target, double when) in _time?.Timers.Pending() ?? [])
        {
            if (target is not GroupTimeline)
            {
                yield return (target, when, this);
            }
        }

        for (TaskDomain? child = _firstChild; child is not null; child = child.Next)
        {
            foreach ((ITimed, double, TaskDomain) pending in child.PendingTimers())
            {
                yield return pending;
            }
        }
    }

    private void AddTo(List<CoTask> tasks)
    {
        tasks.AddRange(_tasks.ToList());
        for (TaskDomain? child = _firstChild; child is not null; child = child.Next)
        {
            child.AddTo(tasks);
        }
    }

    private void Attach()
    {
        IsHeld = IsPaused;
        ref TaskDomain? first = ref parent is null ? ref scheduler.FirstDomain : ref parent._firstChild;
        ref TaskDomain? last = ref parent is null ? ref scheduler.LastDomain : ref parent._lastChild;
        _previous = last;
        if (last is null)
        {
            first = this;
        }
        else
        {
            last.Next = this;
        }

        last = this;
    }

    private void Detach()
    {
        ref TaskDomain? first = ref parent is null ? ref scheduler.FirstDomain : ref parent._firstChild;
        ref TaskDomain? last = ref parent is null ? ref scheduler.LastDomain : ref parent._lastChild;
        if (_previous is null)
        {
            first = Next;
        }
        else
        {
            _previous.Next = Next;
        }

        if (Next is null)
        {
            last = _previous;
        }
        else
        {
            Next._previous = _previous;
        }

        _previous = null;
        Next = null;
        _held.Clear();

        // It may be empty for long, and nobody looks at it meanwhile.
        LetGo(EverySoMuch);
    }

    private void UpdateHeld()
    {
        bool isHeld = IsPaused;
        if (isHeld == IsHeld)
        {
            return;
        }

        IsHeld = isHeld;
        if (!isHeld)
        {
            scheduler.HandOver(_held);
        }

        for (TaskDomain? child = _firstChild; child is not null; child = child.Next)
        {
            child.UpdateHeld();
        }
    }
}
