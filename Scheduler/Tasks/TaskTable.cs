namespace Coroutines;

/// <summary>The tasks that are not done, which of them runs, and the cancels that concern several.</summary>
/// <param name="loop">What runs them.</param>
/// <param name="ready">Where those stand that have not begun.</param>
internal sealed class TaskTable(EventLoop loop, ReadyQueue ready) : IUpkeep
{
    private readonly TaskRegistry<SchedulerPlace> _tasks = new();
    private long _lastNameOrder;
    private long _lastTag;

    // While a task takes its first step inside another one's, or inside a callback.
    private CoTask? _eager;

    // Limits that are up at the same moment stand next to each other in the batch, and may be those of tasks that await each other. Their
    // cancels are one pass: otherwise such a chain would be gone through once for each of them.
    private CancelPass? _expiry;

    /// <summary>How many are registered.</summary>
    internal int Count => _tasks.Count;

    /// <summary>The task whose step is being run; null in a callback, and outside.</summary>
    internal CoTask? Running => _eager ?? loop.Running as CoTask;

    /// <summary>The pass over several tasks that are being cancelled; null while there is none.</summary>
    internal CancelPass? CancelPass { get; set; }

    /// <summary>The number of the last task that was given no name.</summary>
    internal int LastNumber { get; set; }

    /// <summary>The number of a task that was given no name; as in asyncio, one with a name takes none.</summary>
    internal int NextNumber() => ++LastNumber;

    /// <summary>What tells those with a name apart.</summary>
    internal long NextNameOrder() => ++_lastNameOrder;

    /// <summary>The number of a <see cref="TraceTag"/>.</summary>
    internal long NextTag() => ++_lastTag;

    /// <summary>Makes an eager task the one that runs.</summary>
    /// <returns>The one before it.</returns>
    internal CoTask? SwapEager(CoTask? task)
    {
        CoTask? interrupted = _eager;
        _eager = task;
        return interrupted;
    }

    /// <summary>Holds a task until it is done. Until its first step, the ready queue does.</summary>
    internal void Register(CoTask task)
    {
        if (task.RegistryIndex < 0 && !task.IsAbandoned)
        {
            _tasks.Add(task);
        }
    }

    internal void Unregister(CoTask task)
    {
        if (task.IsAbandoned)
        {
            return;
        }

        if (task.RegistryIndex >= 0)
        {
            _tasks.Remove(task);
        }

        task.Domain?.Remove(task);
    }

    /// <summary>The tasks that are not done, in the order of creation.</summary>
    internal List<CoTask> Unfinished()
    {
        RegisterBeginners();
        List<CoTask> tasks = _tasks.ToList();
        for (int i = 1; i < tasks.Count; i++)
        {
            if (CoTask.CompareAge(tasks[i - 1], tasks[i]) > 0)
            {
                tasks.Sort(CoTask.CompareAge);
                break;
            }
        }

        return tasks;
    }

    /// <summary>The tasks that are not done, in the order of creation, for those who look on, on any thread: nobody is registered by it.</summary>
    internal List<CoTask> Look()
    {
        List<CoTask> tasks = _tasks.ToList();
        HashSet<CoTask>? beginners = null;
        foreach (IRunnable item in ready.ItemsWithBatch())
        {
            if (item is CoTask { IsDone: false, IsAbandoned: false, RegistryIndex: < 0 } task && (beginners ??= []).Add(task))
            {
                tasks.Add(task);
            }
        }

        tasks.Sort(CoTask.CompareAge);
        return tasks;
    }

    /// <summary>Whether any task is not done. Those that have not begun are registered by this.</summary>
    internal bool HasUnfinished()
    {
        RegisterBeginners();
        return _tasks.Count > 0;
    }

    /// <summary>Registers the tasks that stand before their first step, or are in it.</summary>
    internal void RegisterBeginners()
    {
        foreach (IRunnable item in ready.ItemsWithBatch())
        {
            if (item is CoTask { IsDone: false } task)
            {
                Register(task);
            }
        }
    }

    /// <summary>Cancels several tasks, in their order.</summary>
    internal void CancelAll(IEnumerable<CoTask> tasks, string? message = null)
    {
        CancelPass pass = CancelPass.Start(this);
        try
        {
            foreach (CoTask task in tasks)
            {
                task.Cancel(message);
            }
        }
        finally
        {
            pass.End();
        }
    }

    /// <summary>The time that a task had is up.</summary>
    internal void Expire(CoTask task)
    {
        if (IsAnotherLimitNext)
        {
            _expiry ??= CancelPass.Start(this);
        }

        try
        {
            task.Cancel();
        }
        finally
        {
            EndExpiry();
        }
    }

    /// <summary>Ends the pass, unless another limit has its turn next: what comes then may ask how often a task was cancelled.</summary>
    internal void EndExpiry()
    {
        if (_expiry is { } pass && !IsAnotherLimitNext)
        {
            _expiry = null;
            pass.End();
        }
    }

    void IUpkeep.LetGo(int work, bool isQuiet) => _tasks.LetGo();

    private bool IsAnotherLimitNext => ready.NextInBatch is ITimeLimit;
}
