using System.Diagnostics;

namespace Coroutines;

/// <summary>How a task is about to be made; what <see cref="SchedulerOptions.TaskFactory"/> sees, and may change.</summary>
/// <param name="Coroutine">The coroutine.</param>
/// <param name="Name">The task's name; null for Task-1, Task-2 and so on.</param>
/// <param name="Context">The execution context to run it in; null for a copy of the current one.</param>
/// <param name="Eager">
/// Whether its first step runs at once, inside the call that makes it; null where that was not said, which does not.
/// </param>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public readonly record struct TaskStart(
    IEnumerator<Awaitable> Coroutine, string? Name, ExecutionContext? Context, bool? Eager)
{
    /// <summary>
    /// A task factory that starts each task eagerly, unless it was made with <c>eager: false</c>: asyncio's
    /// <c>eager_task_factory</c>.
    /// </summary>
    public static Func<TaskStart, TaskStart> Eagerly { get; } = static start => start with { Eager = start.Eager ?? true };

    private string DebuggerDisplay => Coroutine is null ? "nothing" : $"start of {Coroutines.Coroutine.NameOf(Coroutine)}{(Name is null ? string.Empty : $" as {Repr.Of(Name)}")}";
}
