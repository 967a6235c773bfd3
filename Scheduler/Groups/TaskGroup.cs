using System.Diagnostics;

namespace Coroutines;

/// <summary>Tasks that belong together and end together: asyncio's <c>TaskGroup</c>.</summary>
/// <remarks>
/// <para><c>var group = new TaskGroup(); group.CreateTask(A()); group.CreateTask(B()); yield return group;</c> The
/// <c>yield return</c> is the end of Python's <c>async with</c> block: it waits until all children are done. A group belongs to
/// the coroutine that makes it and cannot outlive it: one that was not yielded is waited for when that coroutine ends.</para>
/// <para>When a child fails, the others are cancelled, and the coroutine is too, if it waits for something else. When all
/// are done, their errors come out as one <see cref="AggregateException"/>, in the order in which they happened. If the coroutine
/// fails or is cancelled while the group is open, the children are cancelled and waited for first; its own error
/// joins theirs, as the last. Cancels count as no error (rules 35 to 37).</para>
/// <para>A child that is merely cancelled leaves the others alone. Children may start siblings, until the last of
/// them is done.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
[DebuggerTypeProxy(typeof(DebugView))]
public sealed partial class TaskGroup : IAwaitable, IScope
{
    private readonly CoTask _parent;
    private readonly CoroutineFrame _frame;
    private List<Exception>? _errors;

    // The children that are not done, in the order in which they joined.
    private Chain<GroupChild> _children;

    // Those, and the starts that are pending: the group is not over before it is known what becomes of them.
    private int _unfinished;
    private Exception? _interrupt;
    private string? _cancelMessage;
    private bool _isExiting;
    private bool _isAborting;
    private bool _isParentCancelled;
    private Future? _allDone;

    /// <summary>Opens a group in the calling coroutine.</summary>
    /// <exception cref="InvalidOperationException">Not called from a coroutine.</exception>
    public TaskGroup()
    {
        _parent = CoTask.CurrentOrThrow("A task group");
        _frame = _parent.InnermostCoroutine;
        _frame.AddScope(this);
    }

    /// <summary>The children that are not done, in the order in which they joined.</summary>
    public IReadOnlyList<CoTask> Tasks
    {
        get
        {
            var tasks = new List<CoTask>(_unfinished);
            for (GroupChild? child = _children.First; child is not null; child = child.Next)
            {
                tasks.Add(child.Task);
            }

            return tasks;
        }
    }

    /// <summary>Whether it is shutting down because of <see cref="Cancel"/>.</summary>
    internal bool IsCancelled { get; private set; }

    IScope? IScope.Outer { get; set; }

    IScope? IScope.Inner { get; set; }

    private bool IsOver => _isExiting && _unfinished == 0;

    /// <summary>The end of the block: waits until all children are done.</summary>
    /// <param name="group">The group. It is yielded once, by the coroutine that made it.</param>
    /// <remarks>
    /// Costs no iteration if no children are left; otherwise goes on two iterations after the last of them has ended. A cancel
    /// meanwhile goes to the children, and passes when they are done.
    /// </remarks>
    public static implicit operator Awaitable(TaskGroup group)
    {
        ThrowHelper.IfNull(group, nameof(group));
        return new Awaitable(new GroupExit(group, fault: null));
    }

    Awaitable IAwaitable.ToAwaitable() => this;

    /// <summary>Starts a child: asyncio's <c>TaskGroup.create_task</c>.</summary>
    /// <param name="coroutine">The coroutine. Its first step runs in the next iteration. A value that it returns is dropped.</param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one.</param>
    /// <param name="eager">Whether its first step runs at once, inside this call; null for what the task factory says.</param>
    /// <returns>The child. It need not be kept.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The group is over, or is shutting down: a child has failed, the coroutine has, or <see cref="Cancel"/> was called. The
    /// coroutine is disposed, and never runs.
    /// </exception>
    public CoTask CreateTask(
        IEnumerator<Awaitable> coroutine, string? name = null, ExecutionContext? context = null, bool? eager = null)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        VerifyOpen(coroutine);
        return Join(_parent.Scheduler.CreateTask(coroutine, name, context, eager));
    }

    /// <summary>Starts a child that returns a value: asyncio's <c>TaskGroup.create_task</c>.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <inheritdoc cref="CreateTask(IEnumerator{Awaitable}, string?, ExecutionContext?, bool?)"/>
    public CoTask<T> CreateTask<T>(
        IEnumerator<Awaitable> coroutine, string? name = null, ExecutionContext? context = null, bool? eager = null)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        VerifyOpen(coroutine);
        return Join(_parent.Scheduler.CreateTask<T>(coroutine, name, context, eager));
    }

    /// <summary>
    /// Cancels the children and takes no new ones; the end of the block waits for them, and is no error. What Python 3.15
    /// calls <c>cancel</c>, but for this: what the coroutine itself waits for goes on, since a C# iterator that is
    /// interrupted could not go on behind its block. Does nothing when the group is over.
    /// </summary>
    /// <param name="message">The message of the children's <see cref="CancelledException"/>.</param>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Cancel(string? message = null)
    {
        VerifyThread();
        if (!_isAborting && !IsOver)
        {
            IsCancelled = true;
            _cancelMessage = message;
            Abort();
        }
    }

    /// <summary>What the group is doing, for reports.</summary>
    /// <returns>For example <c>task group of Fetch (task 'Task-2'): 3 tasks, shutting down</c>.</returns>
    public override string ToString() =>
        $"{Describe()}: {_unfinished} {(_unfinished == 1 ? "task" : "tasks")}{(IsOver ? ", over" : _isAborting ? ", shutting down" : string.Empty)}";

    Awaitable IScope.Exit(CoTask task, Exception? fault) => new(new GroupExit(this, fault));

    void IScope.Abandon() => _isExiting = _isAborting = true;

    /// <summary>The block ends.</summary>
    /// <returns>An error if it may not end here.</returns>
    internal Exception? BeginExit(CoTask task, Frame exit, Exception? fault)
    {
        if (!ReferenceEquals(exit.Owner, _frame))
        {
            return new InvalidOperationException(
                $"{task.DescribeChain()} yields the {Describe()}, which another coroutine has made. Only that one can wait for it; here, await its tasks.");
        }

        if (_isExiting)
        {
            return new InvalidOperationException(
                $"{task.DescribeChain()} yields its task group a second time. Make a new one for each block.");
        }

        _isExiting = true;
        _frame.RemoveScope(this);
        if (fault is KeyboardInterruptException)
        {
            _interrupt ??= fault;
        }

        if (fault is not null)
        {
            AbortOnce();
        }

        return null;
    }

    /// <summary>What to wait for until all children are done; null when they are.</summary>
    internal Future? WaitForChildren() => _unfinished == 0 ? _allDone = null : _allDone = new GroupFuture(this, _parent.Scheduler);

    /// <summary>Cancels the children, unless that has been done.</summary>
    /// <returns>Whether it had not been done.</returns>
    internal bool AbortOnce()
    {
        if (_isAborting)
        {
            return false;
        }

        Abort();
        return true;
    }

    /// <summary>All children are done.</summary>
    /// <param name="fault">What has left the block, if anything.</param>
    /// <param name="cancel">The cancel that has ended it, if one has.</param>
    /// <returns>What comes out of it.</returns>
    internal Exception? EndExit(Exception? fault, CancelledException? cancel)
    {
        if (_interrupt is not null)
        {
            return _interrupt;
        }

        if (_isParentCancelled && _parent.Uncancel() == 0)
        {
            // That was the group's own cancel.
            cancel = null;
        }

        if (cancel is not null && _errors is null)
        {
            return cancel;
        }

        if (fault is not (null or CancelledException))
        {
            AddError(fault);
        }

        if (_errors is null)
        {
            return null;
        }

        if (_parent.Cancelling > 0)
        {
            // A cancel from outside is delivered again at the next suspension (rule 37).
            _parent.Uncancel();
            _parent.Cancel();
        }

        return new AggregateException($"Unhandled errors in the {Describe()}", _errors);
    }

    /// <summary>A child is done.</summary>
    internal void OnDone(GroupChild child)
    {
        _children.Remove(child);
        NoteOneIsFinished();
        OnDone(child.Task);
    }

    private void NoteOneIsFinished()
    {
        if (--_unfinished == 0 && _allDone is { IsDone: false })
        {
            _allDone.SetResult();
        }
    }

    private void OnDone(CoTask task)
    {
        // An error of a child that has outlived a disposed scheduler's task is left to be reported.
        if (task.IsCancelled || _parent.IsDone || task.TakeFault() is not { } error)
        {
            return;
        }

        AddError(error);
        if (error is KeyboardInterruptException)
        {
            _interrupt ??= error;
        }

        if (!_isAborting && !_isParentCancelled)
        {
            Abort();
            _isParentCancelled = true;
            _parent.Cancel();
        }
    }

    internal void VerifyThread() => _parent.Scheduler.VerifyThread();

    private void AddError(Exception error) => (_errors ??= []).Add(error);

    private TTask Join<TTask>(TTask task)
        where TTask : CoTask
    {
        if (task.IsDone)
        {
            // It ran to its end eagerly.
            OnDone(task);
        }
        else
        {
            Add(new GroupChild(this, task));
            if (_isAborting)
            {
                // Its first step was an eager one, and has ended the group. Or it was started, and has become ready since.
                task.Cancel(_cancelMessage);
            }
        }

        return task;
    }

    private void Abort()
    {
        _isAborting = true;
        _parent.Scheduler.Tasks.CancelAll(Tasks, _cancelMessage);
    }

    private void VerifyOpen(IEnumerator<Awaitable> coroutine)
    {
        VerifyThread();
        string? refusal = IsOver ? "is over" : _isAborting ? "is shutting down" : null;
        if (refusal is not null)
        {
            Coroutine.DisposeUnstarted(coroutine, Scheduler.CurrentOrNull);
            throw new InvalidOperationException(
                $"{Coroutine.NameOf(coroutine)} cannot be started: the {Describe()} {refusal}.");
        }
    }

    private void Add(GroupChild child)
    {
        _children.Add(child);
        _unfinished++;
        child.Task.AddWaiter(child);
    }

    internal string Describe() => $"task group of {_frame.CoroutineName} ({_parent.Describe()})";

    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(TaskGroup group)
    {
        public CoTask Parent => group._parent;

        public CoTask[] Tasks => [.. group.Tasks];

        public bool IsShuttingDown => group._isAborting;

        public bool IsOver => group.IsOver;
    }
}
