namespace Coroutines;

// What groups of tasks need: clocks that theirs can follow, and to be found from above.
public sealed partial class Scheduler
{
    private static readonly Func<IRunnable, int> _byPriority = static item => item is CoTask task ? ~task.Priority : -1;

    private const int KeptSteps = 1024;

    // How many groups are asked at once to let go of what they keep.
    private const int DomainsAtATime = 64;

    private LoopTimeline? _seconds;
    private LoopTimeline? _frames;

    // Groups without a parent that have tasks, in the order in which they got the first.
    internal Chain<TaskDomain> Domains;

    /// <summary>The next group to be asked to let go of what it keeps; null where all have been.</summary>
    internal TaskDomain? NextToLetGo;

    // The steps of groups that have just been resumed.
    private readonly List<HeldStep> _released = [];

    /// <summary>How many groups put their tasks aside.</summary>
    internal int HeldDomains;

    private bool _hasDomains;
    private long _lastHold;

    // How much faster than the scheduler's the clock of any group could have gone so far.
    private double _highestRate = 1;

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

    /// <summary>The group of the running task, which those that it makes are in if no other one is named.</summary>
    internal TaskDomain? RunningDomain => _hasDomains ? RunningTask?.Domain : null;

    /// <summary>How often the speed of any group was changed.</summary>
    internal long SpeedChanges { get; set; }

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
        // A few at a time: with as many waits as groups, each with a sleep of its own, all of them each time would be a square.
        NextToLetGo ??= Domains.First;
        for (int left = DomainsAtATime; left > 0 && NextToLetGo is { } domain; left--)
        {
            NextToLetGo = domain.Following;
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
        for (TaskDomain? domain = Domains.First; domain is not null; domain = domain.Next)
        {
            domain.EndPauses();
        }
    }

    /// <summary>Whether what has come to its turn was kept from it, because its group is paused.</summary>
    private static bool IsPutAside(IRunnable item) => item is CoTask { IsPutAside: true };

    /// <summary>From now on the clock of some group may go so much faster than the scheduler's.</summary>
    internal void NoteRate(double rate) => _highestRate = Math.Max(_highestRate, rate);

    /// <summary>Refuses a frame at whose end the scheduler's clock, or that of a group, would show no finite time.</summary>
    private void VerifyStaysFinite(double seconds)
    {
        double end = _clock.EndOfFrame(seconds);
        if (double.IsInfinity(end))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "The time of the scheduler would become infinite.");
        }

        if (end * _highestRate < double.MaxValue / 2)
        {
            return;
        }

        for (TaskDomain? domain = Domains.First; domain is not null; domain = domain.Next)
        {
            if (domain.FindInfinite(end) is { } infinite)
            {
                throw new ArgumentOutOfRangeException(nameof(seconds), seconds, $"The time of {infinite.Describe()} would become infinite.");
            }
        }
    }

    internal void UsePriorities() => OrderPhasesBy(_byPriority);

    /// <summary>What <see cref="CallLater(double, Action, ExecutionContext?)"/> does, by the clock of the task that runs.</summary>
    internal TimerHandle CallLaterByTask(double seconds, Action callback)
    {
        if (RunningDomain is not { } domain)
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
        for (TaskDomain? domain = Domains.First; domain is not null; domain = domain.Following)
        {
            foreach ((ITimed, double, TaskDomain) timer in domain.PendingTimers())
            {
                yield return timer;
            }
        }
    }
}
