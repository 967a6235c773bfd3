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
        var awaitsLeft = new Dictionary<CoTask, int>();
        var dependents = new Dictionary<CoTask, List<CoTask>>();
        var unseen = new Queue<CoTask>();
        foreach (CoTask task in tasks)
        {
            IReadOnlyList<CoTask> awaited = [.. task.AwaitedTasks.Where(other => !other.IsDone)];
            IReadOnlyList<CoTask> holding = task.HoldingTasks;
            awaitsLeft[task] = awaited.Count > 0 ? awaited.Count : Math.Min(holding.Count, 1);
            foreach (CoTask needed in awaited.Concat(holding))
            {
                if (!dependents.TryGetValue(needed, out List<CoTask>? waiting))
                {
                    dependents.Add(needed, waiting = []);
                }

                waiting.Add(task);
            }

            if (awaitsLeft[task] == 0)
            {
                free.Add(task);
                unseen.Enqueue(task);
            }
        }

        while (unseen.TryDequeue(out CoTask? task))
        {
            foreach (CoTask waiting in dependents.GetValueOrDefault(task) ?? [])
            {
                if (--awaitsLeft[waiting] <= 0 && free.Add(waiting))
                {
                    unseen.Enqueue(waiting);
                }
            }
        }

        return free;
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
        private readonly CoTask[] _needed = [.. task.AwaitedTasks, .. task.HoldingTasks];
        private int _next;

        internal CoTask Task => task;

        internal CoTask? NextNeeded() => _next < _needed.Length ? _needed[_next++] : null;
    }
}
