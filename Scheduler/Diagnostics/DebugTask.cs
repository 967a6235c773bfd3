using System.Diagnostics;

namespace Coroutines;

/// <summary>A task in the tree that a debugger shows.</summary>
[DebuggerDisplay("{Task}")]
internal sealed class DebugTask
{
    private readonly AwaitGraph _graph;

    private DebugTask(CoTask task, AwaitGraph graph)
    {
        Task = task;
        _graph = graph;
    }

    /// <summary>The task.</summary>
    public CoTask Task { get; }

    /// <summary>Those that it awaits. Made when it is opened: where tasks await each other in a ring, that goes on for ever.</summary>
    public DebugTask[] Awaiting => [.. _graph.TasksAwaitedBy(Task).Select(task => new DebugTask(task, _graph))];

    /// <summary>Those that nobody awaits; all of them where each is awaited by another one.</summary>
    internal static DebugTask[] RootsOf(List<CoTask> tasks)
    {
        var graph = new AwaitGraph(tasks);
        List<CoTask> roots = tasks.FindAll(task => graph.TasksAwaiting(task).Count == 0);
        return [.. (roots.Count > 0 ? roots : tasks).Select(task => new DebugTask(task, graph))];
    }
}
