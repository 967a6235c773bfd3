namespace Coroutines;

public sealed partial class Scheduler
{
    /// <summary>
    /// Sees how each task is about to be made, and may change it: asyncio's <c>set_task_factory</c>. Null for none.
    /// <see cref="TaskStart.Eagerly"/> starts them eagerly. What it throws comes out of <c>CreateTask</c>.
    /// </summary>
    public Func<TaskStart, TaskStart>? TaskFactory
    {
        get => Starter.Factory;
        set
        {
            VerifyThread();
            Starter.Factory = value;
        }
    }

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
        return Starter.Start(coroutine, name, context, eager);
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
        return Starter.Start<T>(coroutine, name, context, eager);
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
        return Tasks.Unfinished();
    }

    /// <summary>
    /// Shows what waits on what, as text: what <c>python -m asyncio pstree</c> shows since Python 3.14. Costs nothing until it
    /// is called, and then time in proportion to the tasks and timers there are; of the program's code it runs the
    /// <see cref="Exception.Message"/> of exceptions alone.
    /// </summary>
    /// <returns>
    /// One line for each unfinished task, with its name, its state, its coroutines, the outermost first, and what it
    /// waits on; the tasks that it awaits are indented below it. Then one for each failed task whose exception nobody has looked at,
    /// and that was not reported yet, with that exception. Tasks that wait for each other in a ring are named at the end. Empty if there are none.
    /// </returns>
    /// <param name="patience">
    /// On a thread that is not the loop's: how long the loop is waited for; null for a quarter of a second, and infinity for no limit, which two
    /// loops that ask each other must not have. In real time.
    /// </param>
    /// <remarks>
    /// May be called on any thread, also where the loop waits, is stuck in a step, or is not run at all. A loop that runs answers between two steps.
    /// If it does not come to that in time, the first line says in which step it is, and for how long, and the rest is what can
    /// be made out from outside; exceptions are then shown without their messages. Nothing in the program changes by that.
    /// </remarks>
    public string FormatTasks(Duration? patience = null) => Waits.Enquiries.Ask(sight => TaskReport.Of(this, sight), patience);

    /// <summary>
    /// All tasks and groups, and what they wait for, as data. Costs nothing until it is called, and then time in proportion to the tasks and
    /// timers there are.
    /// </summary>
    /// <param name="patience">How long the loop is waited for on other threads, as by <see cref="FormatTasks"/>.</param>
    /// <returns>The snapshot, which never changes. <see cref="SchedulerSnapshot.IsConsistent"/> tells whether the loop was stuck.</returns>
    /// <remarks>May be called on any thread, as <see cref="FormatTasks"/>. asyncio's nearest are <c>all_tasks</c> and <c>capture_call_graph</c>.</remarks>
    public SchedulerSnapshot TakeSnapshot(Duration? patience = null) => Waits.Enquiries.Ask(sight => SnapshotTaker.Make(this, sight), patience);

    /// <summary>Has somebody told of each step that is taken from the next iteration on. While nobody is, nothing is spent on it.</summary>
    /// <param name="listener">Who is told. Several are told in the order in which they came.</param>
    /// <returns>What ends it, when it is disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="listener"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public IDisposable Observe(IStepListener listener)
    {
        ThrowHelper.IfNull(listener, nameof(listener));
        VerifyAccess();
        return StepFeed.Attach(this, listener, new StepTimer(StepTiming.EachStep));
    }

    /// <summary>The group of a name, which is made if there is none yet: what other libraries call a tag.</summary>
    /// <param name="name">The name; case counts.</param>
    /// <returns>
    /// The group, which stands in no other. Until it is disposed it is the same one each time, as long as that makes a difference: while it
    /// has tasks or somebody holds it, and for good once it was paused, or given a time scale or an exception handler.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler was disposed.</exception>
    public CoGroup Group(string name)
    {
        ThrowHelper.IfNull(name, nameof(name));
        VerifyAccess();
        return Games.Groups.Get(name);
    }

    /// <summary>
    /// Told of every error that reaches nobody: asyncio's <c>set_exception_handler</c>. Null stands for a readable report
    /// on standard error. It runs on the scheduler's thread, with the <see cref="AsyncLocal{T}"/> values of what failed;
    /// should it throw, that goes to standard error too.
    /// </summary>
    public Action<ExceptionContext>? ExceptionHandler
    {
        get => Reports.Handler;
        set
        {
            VerifyThread();
            Reports.Handler = value;
        }
    }

    /// <summary>A task that is to take its first step at once: whether it can.</summary>
    internal void VerifyMayBeginEagerly(CoTask task)
    {
        if (!IsRunning && _current is { } other)
        {
            throw new InvalidOperationException(
                $"{task.DescribeChain()} cannot begin eagerly: another scheduler runs on this thread{other.DescribeRunning()}. Without eager: true it begins when its own scheduler next runs.");
        }
    }

    /// <summary>Has a task take its first step now; outside of a run and of a Tick, as if it were a part of a Tick in which nothing else runs.</summary>
    internal void BeginEagerly(CoTask task)
    {
        if (IsRunning)
        {
            task.StartEagerly();
            return;
        }

        Enter(nameof(CreateTask), mayBeInFrame: true);
        try
        {
            Frames.Expect();
            task.StartEagerly();
        }
        finally
        {
            Leave();
        }

        // It may have made something ready, or set a timer.
        Host.Raise();
    }
}
