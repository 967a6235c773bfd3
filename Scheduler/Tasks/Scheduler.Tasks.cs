using System.Runtime.CompilerServices;

namespace Coroutines;

public sealed partial class Scheduler
{
    private readonly TaskRegistry<SchedulerPlace> _tasks = new();
    private long _lastNameOrder;

    /// <summary>The contexts of its tasks and callbacks.</summary>
    internal ContextFlow Contexts;

    // While a task takes its first step inside another one's, or inside a callback.
    private CoTask? _eager;

    /// <summary>
    /// Sees how each task is about to be made, and may change it: asyncio's <c>set_task_factory</c>. Null for none.
    /// <see cref="TaskStart.Eagerly"/> starts them eagerly. What it throws comes out of <c>CreateTask</c>.
    /// </summary>
    public Func<TaskStart, TaskStart>? TaskFactory
    {
        get;
        set
        {
            VerifyThread();
            field = value;
        }
    }

    /// <summary>The task whose step is being run.</summary>
    internal CoTask? RunningTask => _eager ?? Running as CoTask;

    /// <summary>Makes a task of a coroutine: asyncio's <c>loop.create_task</c>.</summary>
    /// <param name="coroutine">The coroutine. Its first step runs in the next iteration, or in the next Tick.</param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one (rule 40).</param>
    /// <param name="eager">
    /// Whether its first step runs at once, inside this call: asyncio's <c>eager_start</c>. A coroutine that does not suspend is
    /// then done when this returns, and awaiting it costs no iteration. Its exception is the task's, not this call's. Null
    /// leaves it to the <see cref="TaskFactory"/>, which is asked for that in a running loop only; without one, the step does not run at once.
    /// </param>
    /// <returns>The task. A value that the coroutine returns is dropped.</returns>
    /// <remarks>
    /// <para>A coroutine that was used before is an error of the task, not of this call.</para>
    /// <para>Between two Ticks, and before the first Tick or run, an eager first step runs at once as well (asyncio would queue it):
    /// as in a Tick, at the time of the last frame, with this scheduler as <see cref="Current"/>. What it yields bare goes on in the
    /// next frame; nothing else runs.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The scheduler runs on another thread. Or it is to begin eagerly, and another scheduler runs on this thread.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public CoTask CreateTask(
        IEnumerator<Awaitable> coroutine, string? name = null, ExecutionContext? context = null, bool? eager = null)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        VerifyAccess();
        return StartTask(coroutine, name, context, eager);
    }

    /// <summary>Makes a task of a coroutine that returns a value: asyncio's <c>loop.create_task</c>.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <returns>The task. A coroutine that ends without <c>Return</c> of a <typeparamref name="T"/> fails it.</returns>
    /// <inheritdoc cref="CreateTask(IEnumerator{Awaitable}, string?, ExecutionContext?, bool?)"/>
    public CoTask<T> CreateTask<T>(
        IEnumerator<Awaitable> coroutine, string? name = null, ExecutionContext? context = null, bool? eager = null)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        VerifyAccess();
        return StartTask<T>(coroutine, name, context, eager);
    }

    /// <summary>Makes a future of this scheduler: asyncio's <c>loop.create_future</c>.</summary>
    /// <returns>A pending future.</returns>
    public Future CreateFuture() => new(this);

    /// <summary>Makes a future of this scheduler: asyncio's <c>loop.create_future</c>.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>A pending future.</returns>
    public Future<T> CreateFuture<T>() => new(this);

    /// <summary>The tasks that are not done, in the order of creation: asyncio's <c>all_tasks()</c>.</summary>
    /// <returns>A list of its own, which later changes leave alone.</returns>
    public IReadOnlyList<CoTask> AllTasks()
    {
        VerifyThread();
        return UnfinishedTasks();
    }

    /// <summary>
    /// Makes a task, in the group of the one that runs, and begins it; for callers that are on this scheduler's thread, as is
    /// whatever it runs.
    /// </summary>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one.</param>
    /// <param name="eager">Whether its first step runs at once; null for what the task factory says.</param>
    internal CoTask StartTask(IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context, bool? eager)
    {
        if (TaskFactory is not null || _hasDomains || eager == true)
        {
            return StartTaskIn(RunningDomain, coroutine, name, context, eager);
        }

        var task = new CoTask(this, coroutine, name, context);
        _ready.Enqueue(task);
        return task;
    }

    /// <inheritdoc cref="StartTask(IEnumerator{Awaitable}, string?, ExecutionContext?, bool?)"/>
    internal CoTask<T> StartTask<T>(IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context, bool? eager)
    {
        if (TaskFactory is not null || _hasDomains || eager == true)
        {
            return StartTaskIn<T>(RunningDomain, coroutine, name, context, eager);
        }

        var task = new CoTask<T>(this, coroutine, name, context);
        _ready.Enqueue(task);
        return task;
    }

    /// <summary>Makes a task in a group.</summary>
    /// <param name="domain">The group; null for none.</param>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one.</param>
    /// <param name="eager">Whether its first step runs at once; null for what the task factory says.</param>
    /// <param name="isParked">Whether it waits with its first step until it is told to begin.</param>
    internal CoTask StartTaskIn(
        TaskDomain? domain, IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context, bool? eager, bool isParked = false)
    {
        TaskStart start = AskFactory(new TaskStart(coroutine, name, context, eager));
        CoTask task = domain is null
            ? new CoTask(this, start.Coroutine, start.Name, start.Context)
            : new MemberTask(domain, start.Coroutine, start.Name, start.Context);
        Begin(task, IsEager(start, eager), domain, isParked);
        return task;
    }

    /// <inheritdoc cref="StartTaskIn(TaskDomain?, IEnumerator{Awaitable}, string?, ExecutionContext?, bool?, bool)"/>
    internal CoTask<T> StartTaskIn<T>(
        TaskDomain? domain, IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context, bool? eager)
    {
        TaskStart start = AskFactory(new TaskStart(coroutine, name, context, eager));
        CoTask<T> task = domain is null
            ? new CoTask<T>(this, start.Coroutine, start.Name, start.Context)
            : new MemberTask<T>(domain, start.Coroutine, start.Name, start.Context);
        Begin(task, IsEager(start, eager), domain, isParked: false);
        return task;
    }

    /// <summary>Makes an eager task the one that runs.</summary>
    /// <returns>The one before it.</returns>
    internal CoTask? SwapEager(CoTask? task)
    {
        CoTask? interrupted = _eager;
        _eager = task;
        return interrupted;
    }

    /// <summary>Holds a task until it is done. Until its first step, the ready queue does.</summary>
    internal void RegisterTask(CoTask task)
    {
        if (task.RegistryIndex < 0)
        {
            _tasks.Add(task);
        }
    }

    internal void UnregisterTask(CoTask task)
    {
        if (task.RegistryIndex >= 0)
        {
            _tasks.Remove(task);
        }

        task.Domain?.Remove(task);
    }

    /// <summary>The pass over several tasks that are being cancelled; null while there is none.</summary>
    internal CancelPass? CancelPass { get; set; }

    /// <summary>Cancels several tasks, in their order.</summary>
    internal void CancelAll(IEnumerable<CoTask> tasks, string? message = null)
    {
        CancelPass pass = CancelPass.Begin(this);
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

    /// <summary>The number of the last task that was given no name.</summary>
    internal int LastTaskNumber { get; set; }

    /// <summary>The number of a task that was given no name; as in asyncio, one with a name takes none.</summary>
    internal int NextTaskNumber() => ++LastTaskNumber;

    /// <summary>What tells those with a name apart.</summary>
    internal long NextNameOrder() => ++_lastNameOrder;

    /// <summary>The tasks that are not done, in the order of creation.</summary>
    private List<CoTask> UnfinishedTasks()
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

    /// <summary>Whether any task is not done. Those that have not begun are registered by this.</summary>
    private bool HasUnfinishedTasks()
    {
        RegisterBeginners();
        return _tasks.Count > 0;
    }

    /// <summary>Registers the tasks that stand before their first step, or are in it.</summary>
    private void RegisterBeginners()
    {
        foreach (IRunnable item in _ready.ItemsWithBatch())
        {
            if (item is CoTask { IsDone: false } task)
            {
                RegisterTask(task);
            }
        }
    }

    private TaskStart AskFactory(TaskStart start)
    {
        if (TaskFactory is not { } factory)
        {
            return start;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // It may make tasks itself, or those that it makes eager do, and is asked for each in its turn.
            throw new InsufficientExecutionStackException(
                $"The task factory was to be asked about {Coroutine.NameOf(start.Coroutine)}, inside so many other such questions and eager starts that the stack has no room left.");
        }

        TaskStart changed = factory(start);
        return changed.Coroutine is not null ? changed : throw new InvalidOperationException(
            $"The task factory was given {Coroutine.NameOf(start.Coroutine)} and returned no coroutine. It has to return its argument, changed or not.");
    }

    private void Begin(CoTask task, bool eager, TaskDomain? domain, bool isParked)
    {
        eager = eager && !isParked && domain is not { IsPaused: true };
        if (eager)
        {
            VerifyMayBeginEagerly(task);
        }

        domain?.Add(task);
        if (isParked)
        {
            RegisterTask(task);
            task.Park();
        }
        else if (!eager)
        {
            _ready.Enqueue(task);
        }
        else
        {
            RegisterTask(task);
            if (IsRunning)
            {
                task.StartEagerly();
            }
            else
            {
                BeginBetweenFrames(task);
            }
        }
    }
}
