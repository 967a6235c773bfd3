namespace Coroutines;

/// <summary>Finds tasks that wait for each other in a ring: each awaits the next, or needs what the next one holds.</summary>
internal static class WaitRings
{
    /// <summary>One line for each ring that is found; each task is in one of them at most.</summary>
    internal static IEnumerable<string> Describe(IReadOnlyList<CoTask> tasks)
    {
        var visited = new HashSet<CoTask>();
        foreach (CoTask start in tasks)
        {
            if (FindRing(start, visited) is { } ring)
            {
                yield return $"Ring: {string.Join(" → ", ring.Append(ring[0]).Select(task => task.Describe()))}";
            }
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
        private readonly CoTask[] _needed = [.. task.AwaitedTasks, .. task.HoldingTasks];
        private int _next;

        internal CoTask Task => task;

        internal CoTask? NextNeeded() => _next < _needed.Length ? _needed[_next++] : null;
    }
}
