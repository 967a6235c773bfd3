namespace Coroutines;

/// <summary>The groups that tasks are in, from above: what follows which clock, what is paused, and how fast any of them may go.</summary>
internal sealed class DomainTree(Scheduler scheduler) : IUpkeep
{
    private const int KeptSteps = 1024;

    // How many groups are asked at once to let go of what they keep.
    private const int DomainsAtATime = 64;

    // The groups that stand in no other and have tasks, in the order in which they got the first.
    private Chain<TaskDomain> _roots;

    // The steps of groups that have just been resumed.
    private readonly List<HeldStep> _released = [];
    private TaskDomain? _nextToLetGo;
    private long _lastHold;

    // The host whose callback runs; null for none.
    private TaskDomain? _callbackHost;

    // How much faster than the scheduler's the clock of any group could have gone so far.
    private double _highestRate = 1;

    /// <summary>Whether there has ever been a group.</summary>
    internal bool HaveBeenUsed { get; private set; }

    /// <summary>How many groups with tasks are paused, by themselves or by one around them.</summary>
    internal int HeldCount { get; set; }

    /// <summary>How often the speed of a group has been changed: what was calculated from it no longer holds.</summary>
    internal long SpeedChanges { get; set; }

    /// <summary>The group of the task that runs, or the host whose callback runs; null for none.</summary>
    internal TaskDomain? Running => !HaveBeenUsed ? null : scheduler.Tasks.Running is { } task ? task.Domain : _callbackHost;

    /// <summary>The host whose task or callback runs; null for none.</summary>
    internal TaskDomain? Host => Running?.Host;

    /// <summary>The groups that stand in no other, as a list to enter or leave.</summary>
    internal ref Chain<TaskDomain> Roots => ref _roots;

    /// <summary>Makes a group.</summary>
    /// <param name="parent">The group that it stands in; null for none.</param>
    /// <param name="owner">Who it is for.</param>
    /// <param name="describe">What it is called in reports.</param>
    /// <param name="isHost">Whether it is a host of a simulated world.</param>
    internal TaskDomain New(TaskDomain? parent, object owner, Func<string> describe, bool isHost = false)
    {
        HaveBeenUsed = true;
        return new TaskDomain(scheduler, parent, owner, describe) { IsHost = isHost };
    }

    /// <summary>What is called from now on, outside of tasks, is called on behalf of a host, until what this returns is disposed.</summary>
    internal CallbackHost As(TaskDomain? host) => new(this, host);

    /// <summary>What is to be called later on behalf of whoever runs now: of a host, only as long as that is up.</summary>
    internal Action Bind(Action callback) => Host is { } host ? () => host.RunCallback(callback) : callback;

    /// <summary>The number of the next step that is put aside: they go on in the order in which they came to it.</summary>
    internal long NextHold() => ++_lastHold;

    /// <summary>Takes over the steps that a group has put aside; <see cref="ReleaseSteps"/> has them go on.</summary>
    internal void HandOver(List<HeldStep> held)
    {
        _released.AddRange(held);
        held.Clear();
    }

    /// <summary>Has the steps go on that were handed over, in the order in which they were put aside.</summary>
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
                scheduler.Frames.QueueToResume(held.Phase).Enqueue(task);
            }
            else if (held.Callback is { } callback)
            {
                scheduler.Ready.Enqueue(callback);
            }
        }

        _released.Clear();
    }

    /// <summary>Has everything go on: the scheduler ends.</summary>
    internal void EndPauses()
    {
        for (TaskDomain? domain = _roots.First; domain is not null; domain = domain.Next)
        {
            domain.EndPauses();
        }
    }

    /// <summary>A group's clock can go so much faster than the scheduler's.</summary>
    internal void NoteRate(double rate) => _highestRate = Math.Max(_highestRate, rate);

    /// <summary>Whether no group's clock can come to the end of numbers by a moment of the scheduler's.</summary>
    internal bool StaysFinite(double end) => end * _highestRate < double.MaxValue / 2;

    /// <summary>The group whose clock comes to the end of numbers by a moment of the scheduler's; null if none does.</summary>
    internal TaskDomain? FindInfinite(double end)
    {
        TaskDomain? found = null;
        for (TaskDomain? domain = StaysFinite(end) ? null : _roots.First; domain is not null && found is null; domain = domain.Next)
        {
            found = domain.FindInfinite(end);
        }

        return found;
    }

    /// <summary>Runs a callback after a while by the clock of the task that runs.</summary>
    internal TimerHandle CallLaterByTask(double seconds, Action callback)
    {
        if (Running is not { } domain)
        {
            return scheduler.CallLater(seconds, callback);
        }

        double when = domain.Time.Now + Math.Max(seconds, 0);
        var handle = new TimerHandle(scheduler, when, Bind(callback), context: null, domain.Time);
        domain.Time.Add(when, handle);
        return handle;
    }

    /// <summary>The timers that are set in the time of groups.</summary>
    internal IEnumerable<(ITimed Target, double When, TaskDomain Domain)> PendingTimers() => All().SelectMany(static domain => domain.PendingTimers());

    /// <summary>The groups that have tasks, each before those in it.</summary>
    internal IEnumerable<TaskDomain> All()
    {
        for (TaskDomain? domain = _roots.First; domain is not null; domain = domain.Following)
        {
            yield return domain;
        }
    }

    /// <summary>A group has no tasks any more.</summary>
    /// <param name="domain">The group.</param>
    /// <param name="following">The one that comes after it.</param>
    internal void Skip(TaskDomain domain, TaskDomain? following)
    {
        if (_nextToLetGo == domain)
        {
            _nextToLetGo = following;
        }
    }

    void IUpkeep.LetGo(int work, bool isQuiet)
    {
        // A few at a time: with as many waits as groups, each with a sleep of its own, all of them each time would be a square.
        _nextToLetGo ??= _roots.First;
        for (int left = DomainsAtATime; left > 0 && _nextToLetGo is { } domain; left--)
        {
            _nextToLetGo = domain.Following;
            domain.LetGo(work);
        }

        if (_released.Capacity > KeptSteps)
        {
            _released.Capacity = 0;
        }
    }

    /// <summary>The time in which callbacks of a host run.</summary>
    internal readonly ref struct CallbackHost
    {
        private readonly DomainTree _domains;
        private readonly TaskDomain? _before;

        internal CallbackHost(DomainTree domains, TaskDomain? host)
        {
            _domains = domains;
            _before = domains._callbackHost;
            domains._callbackHost = host;
        }

        /// <summary>Whoever was called before goes on.</summary>
        public void Dispose() => _domains._callbackHost = _before;
    }
}
