namespace Coroutines;

/// <summary>Which tasks await which, both ways, through what stands between them: a gather, a shield, a group.</summary>
/// <remarks>
/// What stands between is gone through once, and what leads to the same tasks shares one list: a thousand tasks that await one gather of a
/// thousand are two thousand roads.
/// </remarks>
internal sealed class AwaitGraph
{
    private readonly Dictionary<Future, List<Future>> _needs = [];
    private readonly Dictionary<Future, List<Future>> _needers = [];
    private readonly Dictionary<Future, IReadOnlyList<CoTask>> _behind = [];
    private readonly Dictionary<Future, IReadOnlyList<CoTask>> _before = [];

    /// <param name="tasks">The tasks that are not done.</param>
    internal AwaitGraph(IEnumerable<CoTask> tasks)
    {
        var left = new Stack<Future>(tasks.Reverse());
        while (left.Count > 0)
        {
            Future future = left.Pop();
            if (_needs.ContainsKey(future))
            {
                continue;
            }

            var needs = new List<Future>();
            _needs.Add(future, needs);
            foreach (Future? needed in future.Needs)
            {
                if (needed is { IsDone: false })
                {
                    needs.Add(needed);
                    NeedersOf(needed).Add(future);
                    left.Push(needed);
                }
            }
        }
    }

    /// <summary>The tasks whose ends a task waits for, each once, in the order in which it names them.</summary>
    internal IReadOnlyList<CoTask> TasksAwaitedBy(Future future) => Next(future, _needs, _behind);

    /// <summary>The tasks that wait for the end of a task or future, each once, in the order in which they were made.</summary>
    internal IReadOnlyList<CoTask> TasksAwaiting(Future future) => Next(future, _needers, _before, CoTask.CompareAge);

    private List<Future> NeedersOf(Future future)
    {
        if (!_needers.TryGetValue(future, out List<Future>? needers))
        {
            _needers.Add(future, needers = []);
        }

        return needers;
    }

    private static IReadOnlyList<CoTask> Next(
        Future from, Dictionary<Future, List<Future>> edges, Dictionary<Future, IReadOnlyList<CoTask>> known,
        Comparison<CoTask>? order = null)
    {
        if (!edges.TryGetValue(from, out List<Future>? next) || next.Count == 0)
        {
            return [];
        }

        if (next.Count == 1)
        {
            return next[0] is CoTask only ? [only] : Find(next[0], edges, known, order);
        }

        return Find(from, edges, known, order);
    }

    private static IReadOnlyList<CoTask> Find(
        Future from, Dictionary<Future, List<Future>> edges, Dictionary<Future, IReadOnlyList<CoTask>> known,
        Comparison<CoTask>? order)
    {
        if (known.TryGetValue(from, out IReadOnlyList<CoTask>? found))
        {
            return found;
        }

        var tasks = new List<CoTask>();
        var seen = new HashSet<Future> { from };
        var left = new Stack<Future>();
        Push(from);
        while (left.Count > 0)
        {
            Future next = left.Pop();
            if (!seen.Add(next))
            {
                continue;
            }

            if (next is CoTask task)
            {
                tasks.Add(task);
            }
            else
            {
                Push(next);
            }
        }

        if (order is not null)
        {
            tasks.Sort(order);
        }

        known.Add(from, tasks);
        return tasks;

        void Push(Future future)
        {
            if (edges.TryGetValue(future, out List<Future>? all))
            {
                for (int i = all.Count - 1; i >= 0; i--)
                {
                    left.Push(all[i]);
                }
            }
        }
    }
}
