namespace Coroutines;

public sealed partial class Scheduler
{
    private readonly TaskRegistry _tasks = new();
    private int _lastTaskNumber;

    /// <summary>The task whose step is being run.</summary>
    internal CoTask? RunningTask => Running as CoTask;

    internal ContextFlow Contexts { get; } = new();

    internal SpentCoroutines SpentCoroutines => field ??= new SpentCoroutines(_options.Debug);

    /// <summary>Makes a task of a coroutine: asyncio's <c>loop.create_task</c>.</summary>
    /// <param name="coroutine">The coroutine. Its first step runs in the next iteration, or in the next Tick.</param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one (rule 40).</param>
    /// <returns>The task. A value that the coroutine returns is dropped.</returns>
    /// <remarks>
    /// A coroutine that was used before is an error of the task, not of this call.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public CoTask CreateTask(IEnumerator<Awaitable> coroutine, string? name = null, ExecutionContext? context = null)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        VerifyAccess();
        return new CoTask(this, coroutine, name, context);
    }

    /// <summary>Makes a task of a coroutine that returns a value: asyncio's <c>loop.create_task</c>.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <returns>The task. A coroutine that ends without <c>Return</c> of a <typeparamref name="T"/> fails it.</returns>
    /// <inheritdoc cref="CreateTask(IEnumerator{Awaitable}, string?, ExecutionContext?)"/>
    public CoTask<T> CreateTask<T>(IEnumerator<Awaitable> coroutine, string? name = null, ExecutionContext? context = null)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        VerifyAccess();
        return new CoTask<T>(this, coroutine, name, context);
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
        return _tasks.ToList();
    }

    internal void RegisterTask(CoTask task) => _tasks.Add(task);

    /// <summary>The number of a task that was given no name; as in asyncio, one with a name takes none.</summary>
    internal int NextTaskNumber() => ++_lastTaskNumber;

    internal void UnregisterTask(CoTask task) => _tasks.Remove(task);
}
