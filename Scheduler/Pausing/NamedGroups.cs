namespace Coroutines;

/// <summary>The groups of a scheduler that are asked for by name.</summary>
/// <remarks>
/// One that nobody knows any more, that has no tasks and was never set to anything, is as good as a new one, and is let go: names may be
/// made up as a game goes on.
/// </remarks>
internal sealed class NamedGroups(Scheduler scheduler)
{
    private const int FewEntries = 64;

    // A group, or a weak reference to one. A group that has tasks is held by these.
    // Each host of a simulated world has names of its own.
    private readonly Dictionary<(TaskDomain? Host, string Name), object> _groups = [];

    private int _sweepAbove = FewEntries;

    internal int Count => _groups.Count;

    internal CoGroup Get(string name)
    {
        (TaskDomain?, string) key = (scheduler.Domains.Host, name);
        if (Find(key) is { IsDisposed: false } known)
        {
            return known;
        }

        if (_groups.Count > _sweepAbove)
        {
            Sweep();
        }

        var group = new CoGroup(scheduler, name);
        _groups[key] = new WeakReference<CoGroup>(group);
        return group;
    }

    /// <summary>It was set to something, which whoever asks for it again can count on.</summary>
    internal void Keep(CoGroup group)
    {
        if (KeyOf(group) is { } key)
        {
            _groups[key] = group;
        }
    }

    /// <summary>It takes no tasks any more.</summary>
    internal void Forget(CoGroup group)
    {
        if (KeyOf(group) is { } key)
        {
            _groups.Remove(key);
        }
    }

    private static CoGroup? TargetOf(object entry) =>
        entry is WeakReference<CoGroup> weak ? weak.TryGetTarget(out CoGroup? alive) ? alive : null : (CoGroup)entry;

    private CoGroup? Find((TaskDomain?, string) key) => _groups.TryGetValue(key, out object? entry) ? TargetOf(entry) : null;

    // Null for one that is asked for by no name.
    private (TaskDomain?, string)? KeyOf(CoGroup group) =>
        group.Name is { } name && ReferenceEquals(Find((group.Domain.Host, name)), group) ? (group.Domain.Host, name) : null;

    private void Sweep()
    {
        (TaskDomain?, string)[] gone =
        [
            .. _groups.Where(static entry => TargetOf(entry.Value) is null || entry.Key.Host is { IsAbandoned: true }).Select(static entry => entry.Key),
        ];
        foreach ((TaskDomain?, string) key in gone)
        {
            _groups.Remove(key);
        }

        // So that each name pays for two looks at most, however many there are.
        _sweepAbove = Math.Max(_groups.Count * 2, FewEntries);
    }
}
