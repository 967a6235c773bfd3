namespace Coroutines.Tests.Races;

/// <summary>What a scenario says about itself, and what has to be true when a run is over.</summary>
internal sealed partial class RaceRun
{
    private readonly Dictionary<string, CoTask> _parties = [];
    private readonly List<(string Outer, string[] Inner)> _enclosures = [];
    private readonly HashSet<string> _cancelledAlong = [];
    private readonly HashSet<string> _cancelledAnyway = [];
    private readonly List<Type> _allowed = [];
    private readonly List<Type> _allowedReports = [];
    private readonly List<ExceptionContext> _reports = [];
    private readonly List<Action> _endChecks = [];
    private readonly List<Action> _restChecks = [];

    // How many cancels each has got from outside that were not taken back.
    private readonly Dictionary<CoTask, int> _struck = [];
    private readonly List<Func<IEnumerable<IEnumerator<Awaitable>>>> _furtherUses = [];
    private bool _runsOn;
    private Func<bool> _isExplained = static () => false;
    private Action _rescue = static () => { };

    /// <summary>Starts a task that may be cancelled.</summary>
    internal CoTask Start(string name, IEnumerator<Awaitable> coroutine) => Join(Scheduler.CreateTask(coroutine, name));

    /// <inheritdoc cref="Start"/>
    internal CoTask<T> Start<T>(string name, IEnumerator<Awaitable> coroutine) => Join(Scheduler.CreateTask<T>(coroutine, name));

    /// <summary>A task that the program has made is one that may be cancelled, too.</summary>
    internal TTask Join<TTask>(TTask task)
        where TTask : CoTask
    {
        _parties[task.Name] = task;
        return task;
    }

    /// <summary>The running task may be cancelled, under a name.</summary>
    internal void JoinAs(string name)
    {
        CoTask.Current!.Name = name;
        Join(CoTask.Current);
    }

    /// <summary>These may end as cancelled when another one is cancelled. All others have to end well then.</summary>
    internal void MayBeCancelledAlong(params string[] names) => _cancelledAlong.UnionWith(names);

    /// <summary>These may end as cancelled, also if nobody was cancelled from outside.</summary>
    internal void MayBeCancelled(params string[] names) => _cancelledAnyway.UnionWith(names);

    /// <summary>A task may fail so.</summary>
    internal void MayFail<TException>() => _allowed.Add(typeof(TException));

    /// <summary>Such an exception may be reported as one that nobody has looked at.</summary>
    internal void MayBeReported<TException>() => _allowedReports.Add(typeof(TException));

    /// <summary>When a task is done, these have to be.</summary>
    internal void Encloses(string outer, params string[] inner) => _enclosures.Add((outer, inner));

    /// <summary>What has to be true in the end.</summary>
    internal void AtEnd(Action check) => _endChecks.Add(check);

    /// <summary>What has to be true whenever nothing goes on: nobody waits for what is there.</summary>
    internal void AtRest(Action check) => _restChecks.Add(check);

    /// <summary>It leaves timers behind that have to expire before the end: those of an iteration that nobody goes on with, say.</summary>
    internal void LetTimersExpire() => _runsOn = true;

    /// <summary>
    /// A cancelled task may have left others waiting for what it was to do. If that explains it, somebody else does it; then
    /// all have to come to their ends.
    /// </summary>
    internal void WhenStuck(Func<bool> isExplained, Action rescue)
    {
        _isExplained = isExplained;
        _rescue = rescue;
    }

    /// <summary>Whether a task was cancelled before its end.</summary>
    internal bool WasStruck(string name) => _parties.TryGetValue(name, out CoTask? task) && _struck.ContainsKey(task);

    /// <summary>Whether a task has done what it had to do.</summary>
    internal bool HasSucceeded(string name) => _parties.TryGetValue(name, out CoTask? task) && task.IsDone && task.PeekFault() is null;

    private void Rescue()
    {
        CheckRest();
        if (!HasStruck || !_isExplained())
        {
            _problems.Add($"stuck:\n{Scheduler.FormatTasks()}");
        }

        // The cancels are over, so that each is one of what the scenario does by itself.
        _nextStrike = _strikes.Length;
        Log("-- rescue");
        Scheduler.CallSoon(_rescue);
    }

    // Whatever has happened, everything works as it did before.
    private void UseAgain()
    {
        if (_problems.Count > 0)
        {
            return;
        }

        Log("-- used again");
        CoTask[] tasks = [.. _furtherUses.SelectMany(static use => use()).Select(use => Scheduler.CreateTask(use))];
        if (tasks.Length > 0)
        {
            RunToRest();
        }

        foreach (CoTask task in tasks)
        {
            if (!task.IsDone || task.TakeFault() is not null)
            {
                _problems.Add($"used again, it does not work any more: {task}\n{Scheduler.FormatTasks()}");
            }
        }
    }

    private void CheckEnclosed(CoTask outer)
    {
        foreach ((string name, string[] inner) in _enclosures)
        {
            if (_parties.GetValueOrDefault(name) == outer)
            {
                _problems.AddRange(inner
                    .Where(child => _parties.TryGetValue(child, out CoTask? task) && !task.IsDone)
                    .Select(child => $"{name} is done, and {child} inside it is not"));
            }
        }
    }

    private void CheckEnd()
    {
        if (IsStuck)
        {
            _problems.Add($"stuck, whatever is done:\n{Scheduler.FormatTasks()}");
        }

        if (Scheduler.Waits.TimerCount > 0)
        {
            _problems.Add($"{Scheduler.Waits.TimerCount} timers are left");
        }

        foreach ((string name, CoTask task) in _parties)
        {
            CheckParty(name, task);
        }

        CheckRest();
        _endChecks.ForEach(Guarded);
    }

    private void CheckRest() => _restChecks.ForEach(Guarded);

    private void CheckParty(string name, CoTask task)
    {
        bool isAlong = (HasStruck && _cancelledAlong.Contains(name)) || _cancelledAnyway.Contains(name);
        int cancels = _struck.GetValueOrDefault(task);
        if (task.Cancelling != cancels && !isAlong)
        {
            _problems.Add($"{name} counts {task.Cancelling} cancels, and got {cancels}");
        }

        if (task.PeekFault() is not { } fault)
        {
            return;
        }

        bool isAllowed = task.IsCancelled
            ? isAlong || _struck.ContainsKey(task)
            : IsAllowed(fault);
        if (isAllowed)
        {
            task.TakeFault();
        }
        else
        {
            _problems.Add($"{name} ended with {fault.GetType().Name}: {fault.Message}");
        }
    }

    private bool IsAllowed(Exception fault) => _allowed.Exists(type => type.IsInstanceOfType(fault))
        && (fault is not AggregateException group || group.InnerExceptions.All(error => error is CancelledException || IsAllowed(error)));

    private void CheckReports() => _problems.AddRange(_reports
        .Where(report => !_allowedReports.Exists(type => type.IsInstanceOfType(report.Exception)))
        .Select(report => $"reported: {report.Message}: {report.Exception}"));

    private void OnReport(ExceptionContext report) => _reports.Add(report);

    private void Guarded(Action check)
    {
        try
        {
            check();
        }
        catch (Exception exception)
        {
            _problems.Add(exception.Message);
        }
    }
}
