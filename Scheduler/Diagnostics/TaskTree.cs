using System.Text;

namespace Coroutines;

/// <summary>The await graph in text: each task, below it the tasks that it awaits, and at the end the rings.</summary>
/// <param name="tasks">The tasks, in the order in which they are shown.</param>
/// <param name="failed">Those that have failed, and whose exception nobody has looked at.</param>
/// <param name="waits">What some of them wait on, where they don't know it themselves.</param>
/// <param name="isFromOutside">Whether nothing of the program's own may be called: exceptions are not asked for their messages.</param>
internal sealed class TaskTree(
    IReadOnlyList<CoTask> tasks, IReadOnlyList<CoTask> failed, IReadOnlyDictionary<CoTask, string> waits, bool isFromOutside = false)
{
    // Deeper ones are shown at the same indent: a chain of thousands would otherwise be a triangle of blanks.
    private const int DeepestIndent = 30;

    private readonly StringBuilder _text = new();
    private readonly HashSet<CoTask> _shown = [];
    private readonly AwaitedTasks _awaited = new();

    public override string ToString()
    {
        HashSet<CoTask> awaited = FindAwaited();
        foreach (CoTask root in tasks.Where(task => !awaited.Contains(task)))
        {
            Show(root);
        }

        // Those that are left await each other, or are awaited by nobody any more.
        foreach (CoTask task in tasks.Concat(failed).Where(task => !_shown.Contains(task)))
        {
            Show(task);
        }

        foreach (string ring in WaitRings.Describe(tasks))
        {
            _text.Append(ring).Append('\n');
        }

        return _text.ToString();
    }

    private HashSet<CoTask> FindAwaited()
    {
        var awaited = new HashSet<CoTask>();
        var roads = new AwaitedTasks();
        foreach (CoTask task in tasks)
        {
            awaited.UnionWith(roads.Of(task, out _).Where(other => other != task));
        }

        return awaited;
    }

    private void Show(CoTask root)
    {
        // Null stands for those of whom was told before, under another one.
        var left = new Stack<(CoTask? Task, int Depth)>();
        left.Push((root, 0));
        while (left.Count > 0)
        {
            (CoTask? task, int depth) = left.Pop();
            bool isFirst = task is not null && _shown.Add(task);
            Append(task, depth, isFirst);
            if (!isFirst)
            {
                continue;
            }

            List<CoTask> awaited = _awaited.Of(task!, out bool isToldBefore);
            if (isToldBefore)
            {
                left.Push((null, depth + 1));
            }

            for (int i = awaited.Count - 1; i >= 0; i--)
            {
                left.Push((awaited[i], depth + 1));
            }
        }
    }

    private void Append(CoTask? task, int depth, bool isFirst)
    {
        if (depth > 0)
        {
            _text.Append(' ', 4 * (Math.Min(depth, DeepestIndent) - 1)).Append("└── ");
        }

        if (task is null)
        {
            _text.Append("(see above)\n");
            return;
        }

        _text.Append(Repr.Name(task.Name));
        if (task.IsDone)
        {
            _text.Append(" (").Append(task.DescribeState(isFromOutside)).Append(')');
        }
        else if (isFirst)
        {
            _text.Append(" (").Append(task.State).Append(") ")
                .Append(StackEntry.Line(task.CoroutineNames())).Append(": ")
                .Append(waits.TryGetValue(task, out string? wait) ? wait : task.DescribeWait());
        }
        else
        {
            _text.Append(" (see above)");
        }

        _text.Append('\n');
    }
}
