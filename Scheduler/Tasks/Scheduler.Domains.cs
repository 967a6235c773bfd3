namespace Coroutines;

// What groups of tasks need: clocks that theirs can follow, and to be found from above.
public sealed partial class Scheduler
{
    private static readonly Func<IRunnable, int> _byPriority = static item => item is CoTask task ? ~task.Priority : -1;

    private const int KeptSteps = 1024;

    private LoopTimeline? _seconds;
    private LoopTimeline? _frames;

    // Groups without a parent that have tasks, in the order in which they got the first.
    internal TaskDomain? FirstDomain;
    internal TaskDomain? LastDomain;

    // The steps of groups that have just been resumed.
    private readonly List<HeldStep> _released = [];

    private bool _hasDomains;
    private long _lastHold;

    internal TimerOrder TimerOrder => _timerOrder;

    /// <summary>The scheduler's time, for clocks that follow it.</summary>
    internal LoopTimeline Seconds => _seconds ??= new LoopTimeline(
        _timers, () => _clock.Now, () => _frameStart, RaiseAlarm);

    /// <summary>The scheduler's count of frames, for clocks that follow it.</summary>
    internal LoopTimeline FrameTimeline => _frames ??= new LoopTimeline(_frameTimers, () => FrameCount, () => FrameCount, RaiseAlarm);

    /// <summary>How many timers are set, those of sleeps, of timeouts and in groups included.</summary>
    internal int TimerCount
    {
        get
        {
            int clocks = _timers.Pending().Count(static timer => timer.Target is GroupTimeline);
            return _timers.Count - clocks + DomainTimers().Count();
        }
    }

    /// <summary>The group that a task is to be in for which none is named: its maker's.</summary>
    private TaskDomain? InheritedDomain => _hasDomains ? RunningTask?.Domain : null;

    /// <summary>Makes the common part of a group; from now on tasks inherit theirs.</summary>
    internal TaskDomain NewDomain(TaskDomain? parent, object owner, Func<string> describe)
    {
        _hasDomains = true;
        return new TaskDomain(this, parent, owner, describe);
    }

    /// <summary>Numbers the tasks that are put aside, whatever group they are in.</summary>
    internal long NextHold() => ++_lastHold;

    /// <summary>Takes the steps over that a group had put off.</summary>
    internal void HandOver(List<HeldStep> held)
    {
        _released.AddRange(held);
        held.Clear();
    }

    /// <summary>Has the steps that were taken over run, those of several groups in the order in which they would have.</summary>
    internal void ReleaseSteps()
    {
        for (int i = 1; i < _released.Count; i++)
        {
            if (_released[i].Order < _released[i - 1].Order)
            {
                _released.Sort(static (one, other) => one.Order.CompareTo(other.Order));
                break;
            }
        }

        foreach (HeldStep held in _released)
        {
            if (held.Task is { } task)
            {
                task.EndHold();
                QueueToResume(held.Phase).Enqueue(task);
            }
        }

        _released.Clear();
    }

    private void LetGoOfDomains(int work)
    {
        for (TaskDomain? domain = FirstDomain; domain is not null; domain = domain.Next)
        {
            domain.LetGo(work);
        }

        if (_released.Capacity > KeptSteps)
        {
            _released.Capacity = 0;
        }
    }

    /// <summary>Has all groups go on: nobody is left who would.</summary>
    internal void ResumeGroups()
    {
        for (TaskDomain? domain = FirstDomain; domain is not null; domain = domain.Next)
        {
            domain.EndPauses();
        }
    }

    /// <summary>Whether what has come to its turn was kept from it, because its group is paused.</summary>
    private static bool IsPutAside(IRunnable item) => item is CoTask { IsPutAside: true };

    internal void UsePriorities() => OrderPhasesBy(_byPriority);

    /// <summary>What <see cref="CallLater(double, Action, ExecutionContext?)"/> does, by the clock of the task that runs.</summary>
    internal TimerHandle CallLaterByTask(double seconds, Action callback)
    {
        if (RunningTask?.Domain is not { } domain)
        {
            return CallLater(seconds, callback);
        }

        double when = domain.Time.Now + Math.Max(seconds, 0);
        var handle = new TimerHandle(this, when, callback, context: null, domain.Time);
        domain.Time.Add(when, handle);
        return handle;
    }

    /// <summary>What is set in the clocks of groups.</summary>
    private IEnumerable<(ITimed Target, double When, TaskDomain Domain)> DomainTimers()
    {
        for (TaskDomain? domain = FirstDomain; domain is not null; domain = domain.Next)
        {
            foreach ((ITimed, double, TaskDomain) timer in domain.PendingTimers())
            {
                yield return timer;
            }
        }
    }
}
