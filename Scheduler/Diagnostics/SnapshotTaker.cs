namespace Coroutines;

/// <summary>Makes a snapshot of a scheduler. It only reads, so that any thread may do it; see <see cref="Enquiries"/> for what may go wrong then.</summary>
internal sealed class SnapshotTaker
{
    private readonly Scheduler _scheduler;
    private readonly Sight _sight;
    private readonly List<CoTask> _tasks;
    private readonly List<TaskDomain> _domains;
    private readonly Dictionary<TaskDomain, int> _indexes = [];
    private readonly AwaitGraph _graph;
    private readonly Dictionary<CoTask, string> _waits;
    private readonly Dictionary<ITimed, double> _secondsLeft = [];
    private readonly Dictionary<CoTask, long> _framesLeft = [];
    private readonly Dictionary<CoTask, FramePhase> _phases = [];

    // Many may await the same ones: they share a list.
    private readonly Dictionary<IReadOnlyList<CoTask>, long[]> _ids = [];

    private SnapshotTaker(Scheduler scheduler, Sight sight)
    {
        _scheduler = scheduler;
        _sight = sight;
        _tasks = scheduler.Tasks.Look();
        _domains = [.. scheduler.Domains.All()];
        _domains.ForEach(domain => _indexes.TryAdd(domain, _indexes.Count));
        _graph = new AwaitGraph(_tasks);
        _waits = scheduler.Waits.Describe(sight.Now);
        FindTimesLeft();
        FindPhases();
    }

    internal static SchedulerSnapshot Make(Scheduler scheduler, Sight sight) =>
        sight.IsBlind ? New(scheduler, sight, null) : new SnapshotTaker(scheduler, sight).Make();

    private SchedulerSnapshot Make() => New(_scheduler, _sight, this);

    private static SchedulerSnapshot New(Scheduler scheduler, Sight sight, SnapshotTaker? taker)
    {
        List<TaskSnapshot> tasks = taker?.Tasks() ?? [];
        return new SchedulerSnapshot
        {
            Scheduler = scheduler.Name,
            Time = sight.Now,
            FrameCount = scheduler.Frames.Count,
            Phase = scheduler.Frames.Phase?.Name,
            Iteration = scheduler.Loop.Iteration,
            IsRunning = scheduler.IsRunning,
            IsDisposed = scheduler.IsDisposed,
            IsConsistent = sight.IsClear,
            IsPartial = taker is null,
            Step = sight.Step,
            Tasks = tasks,
            Groups = taker?.Groups() ?? [],
            Rings = taker is null ? [] : [.. WaitRings.Describe(taker._tasks)],
            ReadyCount = scheduler.Ready.Count + scheduler.Loop.LeftInBatch,
            TimerCount = taker is null ? 0 : scheduler.Waits.TimerCount,
            SleeperCount = tasks.Count(static task => task.SecondsLeft is not null),
            FrameWaiterCount = tasks.Count(static task => task.Phase is not null || task.FramesLeft is not null),
            SocketWaitCount = scheduler.Sockets.WaitCount,
            PredicateCount = scheduler.Predicates.Count,
        };
    }

    private List<TaskSnapshot> Tasks()
    {
        var shown = new List<TaskSnapshot>(_tasks.Count);
        shown.AddRange(_tasks.Select(Unfinished));
        shown.AddRange(_scheduler.Reports.Unseen.Tasks().Select(Failed));
        return shown;
    }

    private TaskSnapshot Unfinished(CoTask task)
    {
        double? secondsLeft = _secondsLeft.TryGetValue((task.Awaited as ITimed) ?? task, out double seconds) ? seconds : null;
        long? framesLeft = _framesLeft.TryGetValue(task, out long frames) ? frames : null;
        FramePhase? phase = _phases.GetValueOrDefault(task);
        return new TaskSnapshot
        {
            Id = task.Id,
            Name = task.Name,
            StepEventId = task.Tag?.Id ?? 0,
            ParentId = task.Tag?.ParentTaskId ?? 0,
            Group = IndexOf(task.Domain),
            State = task.State,
            IsHeld = task.IsPutAside,
            Cancelling = task.Cancelling,
            Priority = task.Priority,
            Coroutines = task.CoroutineNames(),
            WaitKind = KindOf(task, isFrame: framesLeft is not null || phase is not null),
            Wait = _waits.TryGetValue(task, out string? wait) ? wait : task.DescribeWait(),
            SecondsLeft = secondsLeft,
            FramesLeft = framesLeft,
            Phase = phase?.Name,
            Awaiting = IdsOf(_graph.TasksAwaitedBy(task)),
            Awaiters = IdsOf(_graph.TasksAwaiting(task)),
            Holders = IdsOf(task.HoldingTasks),
            Age = task.AgeAt(_sight.Now),
            StepCount = task.StepCount,
            StepTime = task.StepTime,
        };
    }

    private TaskSnapshot Failed(CoTask task) => new()
    {
        Id = task.Id,
        Name = task.Name,
        StepEventId = task.Tag?.Id ?? 0,
        ParentId = task.Tag?.ParentTaskId ?? 0,
        Group = IndexOf(task.Domain),
        State = task.State,
        Wait = task.DescribeWait(),
        Fault = task.DescribeFault(_sight.IsFromOutside),
        Age = task.AgeAt(_sight.Now),
        StepCount = task.StepCount,
        StepTime = task.StepTime,
    };

    private List<GroupSnapshot> Groups() => _domains.ConvertAll(domain => new GroupSnapshot
    {
        Name = domain.Describe(),
        Parent = IndexOf(domain.Parent),
        TimeScale = domain.Scale,
        IsPaused = domain.IsPaused,
        Time = domain.TimeWhen(_sight.Now),
        TaskCount = domain.Population,
    });

    private static WaitKind KindOf(CoTask task, bool isFrame) =>
        task.State == FutureState.Running ? WaitKind.None
        : task.IsPutAside || task.IsParked ? WaitKind.Other
        : task.State != FutureState.Waiting && !isFrame ? WaitKind.Yield
        : WaitSort.Of(task, out _);

    private int? IndexOf(TaskDomain? domain) => domain is not null && _indexes.TryGetValue(domain, out int index) ? index : null;

    private long[] IdsOf(IReadOnlyList<CoTask> tasks)
    {
        if (tasks.Count == 0)
        {
            return [];
        }

        if (!_ids.TryGetValue(tasks, out long[]? ids))
        {
            _ids.Add(tasks, ids = [.. tasks.Select(static task => task.Id)]);
        }

        return ids;
    }

    private void FindTimesLeft()
    {
        foreach ((ITimed target, double when) in _scheduler.Seconds.Timers.Pending())
        {
            _secondsLeft[target] = Math.Max(when - _sight.Now, 0);
        }

        NoteFrames(_scheduler.Frames.Timeline.Timers.Pending(), _scheduler.Frames.Count);
        foreach (TaskDomain domain in _domains)
        {
            double now = domain.TimeWhen(_sight.Now);
            foreach ((ITimed target, double when, _) in domain.PendingTimers())
            {
                _secondsLeft[target] = Math.Max(when - now, 0);
            }

            NoteFrames(domain.PendingFrames(), domain.FrameWhen(_scheduler.Frames.Count));
        }
    }

    private void NoteFrames(IEnumerable<(ITimed Target, double When)> pending, double now)
    {
        foreach ((ITimed target, double when) in pending)
        {
            if (target is CoTask task)
            {
                _framesLeft[task] = (long)Math.Max(when - now, 0);
            }
        }
    }

    private void FindPhases()
    {
        foreach ((IRunnable item, FramePhase? phase) in _scheduler.Frames.Waiting())
        {
            if (item is CoTask task)
            {
                _phases[task] = phase ?? FramePhase.Update;
            }
        }
    }
}
