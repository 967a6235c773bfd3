using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// The life of something that owns coroutines: <c>enemy.Life.Dispose()</c> cancels all that were bound to it with
/// <see cref="CoTaskExtensions.BindTo{TTask}(TTask, Lifetime)"/>.
/// </summary>
/// <remarks>
/// For an owner that is an <see cref="IDisposable"/> itself: nobody is told when such an object is disposed, so it keeps one of
/// these and disposes it with itself. It belongs to no scheduler, and so outlives any: tasks leave it when they are done. To be used on
/// the thread of those whose tasks are bound to it.
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
[DebuggerTypeProxy(typeof(DebugView))]
public sealed class Lifetime : IDisposable
{
    private readonly LinkedList<CoTask> _tasks = new();

    /// <summary>Whether it has ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The tasks that are bound to it and not done, in the order in which they were bound.</summary>
    /// <returns>A list of its own, which later changes leave alone.</returns>
    public IReadOnlyList<CoTask> Tasks => [.. _tasks];

    /// <summary>
    /// Ends it: cancels its tasks, in the order in which they were bound. None of them takes another step than that in which it
    /// is closed. A second call does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Dispose()
    {
        if (IsEnded)
        {
            return;
        }

        // All of them or none.
        IReadOnlyList<CoTask> tasks = Tasks;
        foreach (CoTask task in tasks)
        {
            task.Scheduler.VerifyThread();
        }

        if (tasks.Count > 0)
        {
            tasks[0].Scheduler.Tasks.CancelAll(tasks, "The lifetime that it is bound to has ended.");
        }

        IsEnded = true;
    }

    internal void Add(CoTask task)
    {
        if (IsEnded)
        {
            task.Cancel("The lifetime that it is bound to has ended.");
        }
        else if (!task.IsDone)
        {
            task.AddWaiter(new Bond(_tasks.AddLast(task)));
        }
    }

    private sealed class Bond(LinkedListNode<CoTask> node) : IFutureWaiter
    {
        public void OnDone(Future future) => node.List!.Remove(node);
    }

    private string DebuggerDisplay => IsEnded ? "over" : $"holds {_tasks.Count} {(_tasks.Count == 1 ? "task" : "tasks")}";

    /// <summary>What a debugger shows below it.</summary>
    private sealed class DebugView(Lifetime lifetime)
    {
        public CoTask[] Tasks => [.. lifetime._tasks];
    }
}
