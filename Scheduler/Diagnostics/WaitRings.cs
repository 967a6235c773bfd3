namespace Coroutines;

/// <summary>Finds tasks that wait for each other in a ring: each awaits the next, or needs what the next one holds.</summary>
/// <remarks>
/// Where several hold what a task needs (the places of a semaphore), one of them is enough to let it go on. So it is in a ring
/// only if none of them can, which is found out first.
/// </remarks>
internal static class WaitRings
{
    /// <summary>One line for each ring that is found; each task is in one of them at most.</summary>
    internal static IEnumerable<string> Describe(IReadOnlyList<CoTask> tasks)
    {
        HashSet<CoTask> visited = FindFree(tasks);
        foreach (CoTask start in tasks)
        {
            if (FindRing(start, visited) is { } ring)
            {
                yield return $"Ring: {string.Join(" → ", ring.Append(ring[0]).Select(task => task.Describe()))}";
            }
        }
    }

    // Those that wait for no task, and then, again and again, those that wait for nothing but free ones, or for a place that
    // a free one holds. A task that has ended gives nothing back any more.
    private static HashSet<CoTask> FindFree(IReadOnlyList<CoTask> tasks)
    {
        var free = new HashSet<CoTask>();
        var unseen = new Queue<CoTask>();
        var awaitsLeft = new Dictionary<CoTask, int>();
        var awaiting = new Dictionary<CoTask, List<CoTask>>();

        // All who wait at one semaphore are given the same list of holders; so what this costs is a sum, not a product.
        var waiting = new Dictionary<IReadOnlyList<CoTask>, List<CoTask>>();
        var holding = new Dictionary<CoTask, List<IReadOnlyList<CoTask>>>();
        foreach (CoTask task in tasks)
        {
            IReadOnlyList<CoTask> awaited = [.. task.AwaitedTasks.Where(other => !other.IsDone)];
            if (awaited.Count > 0)
            {
                awaitsLeft.Add(task, awaited.Count);
                AddToEach(awaiting, awaited, task);
            }
            else if (task.HoldingTasks is not { Count: > 0 } holders)
            {
                Free(task);
            }
            else if (waiting.TryGetValue(holders, out List<CoTask>? others))
            {
                others.Add(task);
            }
            else
            {
                waiting.Add(holders, [task]);
                AddToEach(holding, holders, holders);
            }
        }

        while (unseen.TryDequeue(out CoTask? task))
        {
            foreach (CoTask other in awaiting.GetValueOrDefault(task) ?? [])
            {
                if (--awaitsLeft[other] == 0)
                {
                    Free(other);
                }
            }

            foreach (IReadOnlyList<CoTask> holders in holding.GetValueOrDefault(task) ?? [])
            {
                if (waiting.Remove(holders, out List<CoTask>? others))
                {
                    others.ForEach(Free);
                }
            }
        }

        return free;

        void Free(CoTask task)
        {
            free.Add(task);
            unseen.Enqueue(task);
        }
    }

    private static void AddToEach<T>(Dictionary<CoTask, List<T>> lists, IReadOnlyList<CoTask> keys, T item)
    {
        foreach (CoTask key in keys)
        {
            if (!lists.TryGetValue(key, out List<T>? list))
            {
                lists.Add(key, list = []);
            }

            list.Add(item);
        }
    }

    // Depth first, without recursion: a chain may be long.
    private static List<CoTask>? FindRing(CoTask start, HashSet<CoTask> visited)
    {
        if (!visited.Add(start))
        {
            return null;
        }

        var path = new List<Step> { new(start) };
        var onPath = new HashSet<CoTask> { start };
        while (path.Count > 0)
        {
            Step step = path[^1];
            if (step.NextNeeded() is not { } needed)
            {
                onPath.Remove(step.Task);
                path.RemoveAt(path.Count - 1);
            }
            else if (onPath.Contains(needed))
            {
                return [.. path.Select(passed => passed.Task).SkipWhile(task => task != needed)];
            }
            else if (visited.Add(needed))
            {
                onPath.Add(needed);
                path.Add(new Step(needed));
            }
        }

        return null;
    }

    private sealed class Step(CoTask task)
    {
        private readonly IReadOnlyList<CoTask> _needed = task.AwaitedTasks is { Count: > 0 } awaited ? awaited : task.HoldingTasks;
        private int _next;

        internal CoTask Task => task;

        internal CoTask? NextNeeded() => _next < _needed.Count ? _needed[_next++] : null;
    }
}
