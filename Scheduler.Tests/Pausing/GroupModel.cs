namespace Coroutines.Tests.Pausing;

/// <summary>What a <see cref="GroupProgram"/> has to do, found out the long way: by a look at every task at every moment.</summary>
internal sealed class GroupModel
{
    private readonly GroupProgram _program;
    private readonly List<Group> _groups = [];
    private readonly Task?[] _tasks;
    private readonly List<(double Time, long Order, GroupProgram.Action Action)> _timed = [];
    private readonly List<string> _trace = [];

    // Who takes a step in the next iteration, and in the next update; who yields before this frame's update comes after that.
    private List<Task> _ready = [];
    private List<Task> _due = [];
    private List<Task> _tooEarly = [];
    private bool _isBeforeUpdate;
    private double _now;
    private long _frame;
    private long _order;
    private long _created;
    private long _holds;

    internal GroupModel(GroupProgram program)
    {
        _program = program;
        _tasks = new Task?[program.Tasks.Count];
        foreach (int parent in program.Parents)
        {
            _groups.Add(new Group(parent < 0 ? null : _groups[parent]));
        }

        foreach (GroupProgram.Action action in program.Timed)
        {
            _timed.Add((action.Time, ++_order, action));
        }
    }

    private enum State
    {
        Ready,
        Asleep,
        Counting,
        Yielding,
        Held,
        Done,
    }

    internal List<string> Run()
    {
        for (int frame = 0; frame < _program.Frames.Count; frame++)
        {
            foreach (GroupProgram.Action action in _program.Between.Where(action => action.Frame == frame))
            {
                Do(action);
            }

            RunFrame(_program.Frames[frame]);
        }

        return _trace;
    }

    private void RunFrame(double seconds)
    {
        _frame++;
        foreach (Task task in Living.Where(task => task.State == State.Counting && !task.IsPaused))
        {
            // Below 0 where a pause has kept it from the update that it waited for: then it comes before the others.
            task.FramesLeft--;
        }

        double end = _now + seconds;
        _isBeforeUpdate = true;
        RunReady();
        while (NextMoment() is var moment && moment <= end)
        {
            Pass(moment);
            RunMoment();
            RunReady();
        }

        Pass(end);
        _isBeforeUpdate = false;
        List<Task> update = [.. Living
            .Where(task => task.State == State.Counting && task.FramesLeft <= 0 && !task.IsPaused)
            .OrderBy(task => task.FramesLeft).ThenBy(task => task.Order)];
        update.AddRange(_due);
        _due = _tooEarly;
        _tooEarly = [];
        foreach (Task task in update)
        {
            Step(task, isInUpdate: true);
        }

        RunReady();
    }

    private IEnumerable<Task> Living => _tasks.Where(task => task is { State: not State.Done })!;

    private double NextMoment() => Living.Where(task => task.State == State.Asleep).Select(WakeTime)
        .Concat(_timed.Select(timed => Math.Max(timed.Time, _now)))
        .DefaultIfEmpty(double.PositiveInfinity).Min();

    private double WakeTime(Task task) => task.Speed > 0 ? _now + (task.SecondsLeft / task.Speed) : double.PositiveInfinity;

    private void Pass(double moment)
    {
        foreach (Task task in Living.Where(task => task.State == State.Asleep))
        {
            task.SecondsLeft -= (moment - _now) * task.Speed;
        }

        foreach (Group group in _groups)
        {
            group.Time += (moment - _now) * group.Speed;
        }

        _now = moment;
    }

    // What falls due at one moment, in the order in which it was set. Callbacks run at once; who has slept steps after all of them.
    private void RunMoment()
    {
        var due = Living.Where(task => task.State == State.Asleep && WakeTime(task) == _now)
            .Select(task => (task.Order, Task: (Task?)task, Action: (GroupProgram.Action?)null))
            .Concat(_timed.Where(timed => timed.Time <= _now)
                .Select(timed => (timed.Order, (Task?)null, (GroupProgram.Action?)timed.Action)))
            .OrderBy(entry => entry.Order).ToList();
        _timed.RemoveAll(timed => timed.Time <= _now);
        foreach ((long order, Task? task, GroupProgram.Action? action) in due)
        {
            if (action is not null)
            {
                Do(action);
            }
            else if (task!.State == State.Asleep && task.Order == order)
            {
                task.State = State.Ready;
                _ready.Add(task);
            }
        }
    }

    private void RunReady()
    {
        while (_ready.Count > 0)
        {
            List<Task> batch = _ready;
            _ready = [];
            foreach (Task task in batch)
            {
                Step(task, isInUpdate: false);
            }
        }
    }

    private void Step(Task task, bool isInUpdate)
    {
        if (task.State == State.Done || (isInUpdate && task.State is not (State.Yielding or State.Counting)))
        {
            return;
        }

        if (task.IsCancelled)
        {
            if (task.Position >= 0)
            {
                Log(task, "closed");
            }

            task.State = State.Done;
            return;
        }

        if (task.IsPaused)
        {
            task.State = State.Held;
            task.HeldAt = ++_holds;
            task.IsHeldInUpdate = isInUpdate;
            return;
        }

        task.Position++;
        Log(task, $"{task.Position}");
        if (task.Position == task.Body.Waits.Count)
        {
            task.State = State.Done;
            return;
        }

        GroupProgram.Wait wait = task.Body.Waits[task.Position];
        task.Order = ++_order;
        task.IsUnscaled = wait.IsUnscaled;
        if (wait.Frames > 1)
        {
            task.State = State.Counting;
            task.FramesLeft = wait.Frames;
        }
        else if (wait.Seconds > 0)
        {
            task.State = State.Asleep;
            task.SecondsLeft = wait.Seconds;
        }
        else
        {
            task.State = State.Yielding;
            (_isBeforeUpdate ? _tooEarly : _due).Add(task);
        }
    }

    private void Do(GroupProgram.Action action)
    {
        switch (action.Kind)
        {
            case GroupProgram.Verb.Start:
                GroupProgram.Body body = _program.Tasks[action.Target];
                var task = new Task(action.Target, body, body.Group < 0 ? null : _groups[body.Group], ++_created);
                _tasks[action.Target] = task;
                _ready.Add(task);
                break;
            case GroupProgram.Verb.CancelTask:
                Cancel(_tasks[action.Target]);
                break;
            case GroupProgram.Verb.CancelGroup:
                IEnumerable<Task> members = Living.Where(member => member.IsIn(_groups[action.Target]));
                foreach (Task member in members.OrderBy(member => member.Created).ToList())
                {
                    Cancel(member);
                }

                break;
            case GroupProgram.Verb.Scale:
                _groups[action.Target].Scale = action.Scale;
                break;
            default:
                Pause(_groups[action.Target], action.Kind == GroupProgram.Verb.Pause);
                break;
        }
    }

    private void Pause(Group group, bool isPaused)
    {
        HashSet<Task> paused = [.. Living.Where(task => task.IsPaused)];
        group.IsPausedItself = isPaused;
        foreach (Task task in paused.Where(task => !task.IsPaused).OrderBy(task => task.HeldAt))
        {
            if (task.State == State.Held)
            {
                task.State = task.IsHeldInUpdate ? State.Yielding : State.Ready;
                (task.IsHeldInUpdate ? _due : _ready).Add(task);
            }
        }
    }

    private void Cancel(Task? task)
    {
        if (task is null or { State: State.Done } or { IsCancelled: true })
        {
            return;
        }

        task.IsCancelled = true;
        if (task.State != State.Ready)
        {
            task.State = State.Ready;
            _ready.Add(task);
        }
    }

    private void Log(Task task, string what) =>
        _trace.Add(GroupProgram.Line(task.Number, what, _now, task.Group?.Time ?? _now, _frame));

    private sealed class Group(Group? parent)
    {
        internal Group? Parent => parent;

        internal bool IsPausedItself { get; set; }

        internal double Scale { get; set; } = 1;

        internal double Time { get; set; }

        internal bool IsPaused => IsPausedItself || parent is { IsPaused: true };

        internal double Speed => IsPausedItself ? 0 : Scale * (parent?.Speed ?? 1);
    }

    private sealed class Task(int number, GroupProgram.Body body, Group? group, long created)
    {
        internal int Number => number;

        internal GroupProgram.Body Body => body;

        internal Group? Group => group;

        internal long Created => created;

        internal State State { get; set; } = State.Ready;

        internal int Position { get; set; } = -1;

        internal double SecondsLeft { get; set; }

        internal bool IsUnscaled { get; set; }

        internal int FramesLeft { get; set; }

        internal long Order { get; set; }

        internal long HeldAt { get; set; }

        internal bool IsHeldInUpdate { get; set; }

        internal bool IsCancelled { get; set; }

        internal bool IsPaused => group is { IsPaused: true };

        internal double Speed => IsUnscaled ? 1 : group?.Speed ?? 1;

        internal bool IsIn(Group other)
        {
            for (Group? around = group; around is not null; around = around.Parent)
            {
                if (around == other)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
