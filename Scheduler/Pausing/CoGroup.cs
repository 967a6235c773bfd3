using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// Tasks that are paused, slowed down, cancelled and waited for together, as long as their owner likes: the enemies, a
/// level, the menu. What other libraries call a tag or a layer.
/// </summary>
/// <remarks>
/// <para>A task belongs to the group that it is started into, for good; one that is made by a coroutine of a group, with
/// <c>CreateTask</c>, <c>Gather</c> and so on, belongs to the same group as its maker. (From a callback, such as that of
/// <see cref="Scheduler.CallSoon"/>, a task is made that belongs to none.) A group may stand in another one, whose pauses, time scale
/// and cancels then count for it too; no group can stand in more than 100.</para>
/// <para>A group has its own time, in which its tasks' sleeps, time limits and tweens are measured. To pause it, or to change its
/// speed, takes the same time however many tasks are asleep in it, and is felt by sleeps that are under way.</para>
/// <para>A task that fails fails alone, and whoever awaits it is told; if nobody does, the group's <see cref="ExceptionHandler"/> is,
/// where it has one. For children that end with the coroutine that started them, and whose errors reach it, there is
/// <see cref="TaskGroup"/>.</para>
/// <para>To be used on the scheduler's thread. A group has the scheduler's clocks, and ends with it: each scheduler needs groups of its
/// own.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
[DebuggerTypeProxy(typeof(DebugView))]
public sealed partial class CoGroup : IAwaitable, IDisposable
{
    // A group's clock follows that of the group around it, and so on: to read it, or to set a timer, takes the longer the more there are,
    // and more of the stack.
    private const int MostAround = 100;

    private readonly GroupGate _gate;
    private readonly int _countAround;
    private bool _isDisposed;

    /// <summary>Makes a group.</summary>
    /// <param name="scheduler">The scheduler that runs its tasks.</param>
    /// <param name="name">What to call it in messages; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="scheduler"/> is null.</exception>
    public CoGroup(Scheduler scheduler, string? name = null)
    {
        ThrowHelper.IfNull(scheduler, nameof(scheduler));
        scheduler.VerifyAccess();
        Name = name;

        // What a host of a simulated world makes, belongs to it.
        Domain = scheduler.Domains.New(scheduler.Domains.Host, this, Describe);
        _gate = new GroupGate(this);
    }

    /// <summary>Makes a group that stands in another one.</summary>
    /// <param name="parent">The group around it.</param>
    /// <param name="name">What to call it in messages; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parent"/> is null.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="parent"/> was disposed.</exception>
    /// <exception cref="InvalidOperationException">There are 100 groups around <paramref name="parent"/> already.</exception>
    public CoGroup(CoGroup parent, string? name = null)
    {
        ThrowHelper.IfNull(parent, nameof(parent));
        parent.VerifyUsable();
        Name = name;
        Parent = parent;
        _countAround = parent._countAround + 1;
        if (_countAround > MostAround)
        {
            throw new InvalidOperationException(
                $"There is no room for {Describe()} in {parent.Describe()}: that stands in {MostAround} others already, each in the next, and no group can stand in more. Give it a parent further out.");
        }

        Domain = parent.Scheduler.Domains.New(parent.Domain, this, Describe);
        _gate = new GroupGate(this);
    }

    /// <summary>What it is called in messages; null for nothing.</summary>
    public string? Name { get; }

    /// <summary>The group around it; null for none.</summary>
    public CoGroup? Parent { get; }

    /// <summary>The scheduler that runs its tasks.</summary>
    public Scheduler Scheduler => Domain.Scheduler;

    /// <summary>
    /// Told of every error of its tasks that reaches nobody, those of the groups in it included unless they have a handler of their
    /// own, instead of <see cref="Coroutines.Scheduler.ExceptionHandler"/>; null, the default, for whoever is told of what is around it.
    /// </summary>
    /// <remarks>It runs as the scheduler's does, and also after the group was disposed.</remarks>
    public Action<ExceptionContext>? ExceptionHandler
    {
        get => Domain.ExceptionHandler;
        set
        {
            Scheduler.VerifyThread();
            Domain.ExceptionHandler = value;
            Scheduler.Games.Groups.Keep(this);
        }
    }

    /// <summary>How many unfinished tasks there are, those of the groups in it included.</summary>
    public int Count => Domain.Population;

    /// <summary>
    /// The unfinished tasks, those of the groups in it included, in the order in which they were made.
    /// </summary>
    /// <returns>A list that later changes leave alone.</returns>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public IReadOnlyList<CoTask> Tasks
    {
        get
        {
            Scheduler.VerifyThread();
            return Domain.ToList();
        }
    }

    /// <summary>Whether it was disposed, or a group around it was.</summary>
    public bool IsDisposed
    {
        get
        {
            CoGroup? group = this;
            while (group is { _isDisposed: false })
            {
                group = group.Parent;
            }

            return group is not null;
        }
    }

    internal TaskDomain Domain { get; }

    /// <summary>Waits until no task of it is left.</summary>
    /// <param name="group">The group.</param>
    /// <remarks>
    /// Costs no iteration if there is none; otherwise the coroutine goes on in the iteration after the one in which the last task
    /// ended, even if another one has been started by then. Any number of tasks may wait. Their errors do not come out here, and a cancel of
    /// the one that waits leaves them alone. A task of the group itself would wait for its own end: that is an error at the
    /// <c>yield return</c>.
    /// </remarks>
    public static implicit operator Awaitable(CoGroup group)
    {
        ThrowHelper.IfNull(group, nameof(group));
        return group._gate.Wait();
    }

    Awaitable IAwaitable.ToAwaitable() => this;

    /// <summary>Starts a coroutine as a task of this group.</summary>
    /// <param name="coroutine">The coroutine. A value that it returns is dropped.</param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <param name="eager">
    /// Whether its first step runs at once, inside this call, unless the group is paused; null for what the task factory says.
    /// </param>
    /// <returns>The task. It need not be kept.</returns>
    /// <remarks>
    /// Its first step runs in the next iteration, or in the next Tick; in a paused group, after the pause. An eager one runs at once
    /// between two Ticks too, see <see cref="Coroutines.Scheduler.CreateTask(IEnumerator{Awaitable}, string?, ExecutionContext?, bool?)"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="coroutine"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The group was disposed. The coroutine never runs.</exception>
    public CoTask CreateTask(IEnumerator<Awaitable> coroutine, string? name = null, bool? eager = null)
    {
        VerifyMayStart(coroutine);
        return Scheduler.Starter.StartIn(Domain, coroutine, name, context: null, eager);
    }

    /// <summary>Starts a coroutine that returns a value as a task of this group.</summary>
    /// <typeparam name="T">The type of what it returns.</typeparam>
    /// <inheritdoc cref="CreateTask(IEnumerator{Awaitable}, string?, bool?)"/>
    public CoTask<T> CreateTask<T>(IEnumerator<Awaitable> coroutine, string? name = null, bool? eager = null)
    {
        VerifyMayStart(coroutine);
        return Scheduler.Starter.StartIn<T>(Domain, coroutine, name, context: null, eager);
    }

    /// <summary>
    /// Cancels its tasks, and those of the groups in it, in the order in which they were made. It may be used further:
    /// what is started after that runs.
    /// </summary>
    /// <param name="message">The message of their <see cref="CancelledException"/>.</param>
    /// <remarks>
    /// Their <c>finally</c> blocks run in the next iteration or Tick, before what is started after this call; in a paused group
    /// too. If the caller is one of them, it meets its cancel where it next waits.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Cancel(string? message = null) => Scheduler.Tasks.CancelAll(Tasks, message);

    /// <summary>
    /// Ends it: cancels its tasks and takes no new ones; so <c>using var enemies = new CoGroup(…)</c> ends them with a block.
    /// Where it is paused, or a group in it is, that goes on, so that its tasks can clean up (not if a group around it is paused). A
    /// second call does nothing.
    /// </summary>
    /// <remarks>What the clean-up of its tasks itself makes with <c>CreateTask</c> still runs.</remarks>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        Cancel($"The {Describe()} was disposed.");
        _isDisposed = true;
        Scheduler.Games.Groups.Forget(this);
        Domain.EndPauses();
    }

    /// <summary>Name and state, for reports.</summary>
    /// <returns>For example <c>group 'enemies' (3 tasks, paused)</c>.</returns>
    public override string ToString() =>
        $"{Describe()} ({Count} {(Count == 1 ? "task" : "tasks")}{(IsPaused ? ", paused" : string.Empty)}{(IsDisposed ? ", disposed" : string.Empty)})";

    internal string Describe() => Name is null ? "a group" : $"group {Repr.Of(Name)}";

    private void VerifyUsable()
    {
        Scheduler.VerifyAccess();
        if (IsDisposed)
        {
            throw new ObjectDisposedException(nameof(CoGroup), $"The {Describe()} was disposed, and takes no tasks any more.");
        }
    }

    private void VerifyMayStart(IEnumerator<Awaitable> coroutine)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        VerifyUsable();
    }

    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(CoGroup group)
    {
        public string? Name => group.Name;

        public CoGroup? Parent => group.Parent;

        public CoTask[] Tasks => [.. group.Domain.Look()];

        public double TimeScale => group.Domain.Scale;

        public bool IsPaused => group.Domain.IsPaused;

        public double Time => group.Domain.TimeWhen(group.Domain.Scheduler.Clock.NowFromOutside);
    }
}
