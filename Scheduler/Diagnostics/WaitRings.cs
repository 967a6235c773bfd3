namespace Coroutines;

/// <summary>Finds tasks that wait for each other in a ring: each awaits the next, or needs what the next one holds.</summary>
/// <remarks>
/// <para>Three kinds of things wait here: tasks, futures that stand for several others (a gather, a group), and the list of those who
/// hold what a task needs. What many tasks wait for is one thing, which is gone through once; so what this costs is a sum, not a
/// product.</para>
/// <para>Where several hold what a task needs (the places of a semaphore), one of them is enough to let it go on. So it is in a ring
/// only if none of them can, which is found out first.</para>
/// </remarks>
internal static class WaitRings
{
    /// <summary>One line for each ring that is found; each task is in one of them at most.</summary>
    internal static IEnumerable<string> Describe(IReadOnlyList<CoTask> tasks)
    {
        HashSet<object> visited = FindFree(tasks);
        var shared = new Dictionary<object, Step>();
        foreach (CoTask start in tasks)
        {
            if (FindRing(start, visited, shared) is { } ring)
            {
                yield return $"Ring: {string.Join(" → ", ring.Append(ring[0]).Select(task => task.Describe()))}";
            }
        }
    }

    /// <summary>What one waits for.</summary>
    private static IReadOnlyList<object?> NeedsOf(object waiting) => waiting switch
    {
        CoTask { Needs: { Count: > 0 } awaited } => awaited,
        CoTask { HoldingTasks: { Count: > 0 } holders } => [holders],
        Future future => future.Needs,
        _ => (IReadOnlyList<CoTask>)waiting,
    };

    // Those that wait for nothing, and then, again and again, those that wait for nothing but free ones, or for a place that a
    // free one holds. A task that has ended gives nothing back any more.
    private static HashSet<object> FindFree(IReadOnlyList<CoTask> tasks)
    {
        var free = new HashSet<object>();
        var unseen = new Queue<object>();
        var left = new Dictionary<object, int>();
        var waiting = new Dictionary<object, List<object>>();
        var unknown = new Stack<object>(tasks);
        while (unknown.Count > 0)
        {
            object next = unknown.Pop();
            if (!left.ContainsKey(next))
            {
                Look(next);
            }
        }

        while (unseen.TryDequeue(out object? freed))
        {
            foreach (object other in waiting.GetValueOrDefault(freed) ?? [])
            {
                if (--left[other] == 0)
                {
                    Free(other);
                }
            }
        }

        return free;

        void Look(object next)
        {
            bool isHolders = next is not Future;
            int count = 0;
            foreach (object? need in NeedsOf(next))
            {
                if (need is null or Future { IsDone: true })
                {
                    continue;
                }

                count++;
                unknown.Push(need);
                if (!waiting.TryGetValue(need, out List<object>? others))
                {
                    waiting.Add(need, others = []);
                }

                others.Add(next);
            }

            left.Add(next, isHolders ? 1 : count);
            if (count == 0 && !isHolders)
            {
                Free(next);
            }
        }

        void Free(object freed)
        {
            free.Add(freed);
            unseen.Enqueue(freed);
        }
    }

    // Depth first, without recursion: a chain may be long. A task is visited once; what several of them wait for goes on where it
    // stood when the last of them came to it.
    private static List<CoTask>? FindRing(CoTask start, HashSet<object> visited, Dictionary<object, Step> shared)
    {
        if (!visited.Add(start))
        {
            return null;
        }

        var path = new List<Step> { new(start) };
        var onPath = new HashSet<object> { start };
        while (path.Count > 0)
        {
            Step step = path[^1];
            if (step.NextNeeded() is not { } needed)
            {
                onPath.Remove(step.Waiting);
                path.RemoveAt(path.Count - 1);
            }
            else if (onPath.Contains(needed))
            {
                return [.. path.Select(passed => passed.Waiting).SkipWhile(waiting => waiting != needed).OfType<CoTask>()];
            }
            else if (needed is CoTask ? visited.Add(needed) : !visited.Contains(needed))
            {
                onPath.Add(needed);
                path.Add(StepOf(needed));
            }
        }

        return null;

        Step StepOf(object waiting)
        {
            if (waiting is CoTask)
            {
                return new Step(waiting);
            }

            if (!shared.TryGetValue(waiting, out Step? step))
            {
                shared.Add(waiting, step = new Step(waiting));
            }

            return step;
        }
    }

    private sealed class Step(object waiting)
    {
        private readonly IReadOnlyList<object?> _needs = NeedsOf(waiting);
        private int _next;

        internal object Waiting => waiting;

        internal object? NextNeeded()
        {
            while (_next < _needs.Count)
            {
                if (_needs[_next++] is { } needed)
                {
                    return needed;
                }
            }

            return null;
        }
    }
}
