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
    private readonly Dictionary<string, object> _groups = new(StringComparer.Ordinal);

    private int _sweepAbove = FewEntries;

    internal int Count => _groups.Count;

    internal CoGroup Get(string name)
    {
        if (Find(name) is { IsDisposed: false } known)
        {
            return known;
        }

        if (_groups.Count > _sweepAbove)
        {
            Sweep();
        }

        var group = new CoGroup(scheduler, name);
        _groups[name] = new WeakReference<CoGroup>(group);
        return group;
    }

    /// <summary>It was set to something, which whoever asks for it again can count on.</summary>
    internal void Keep(CoGroup group)
    {
        if (group.Name is { } name && ReferenceEquals(Find(name), group))
        {
            _groups[name] = group;
        }
    }

    /// <summary>It takes no tasks any more.</summary>
    internal void Forget(CoGroup group)
    {
        if (group.Name is { } name && ReferenceEquals(Find(name), group))
        {
            _groups.Remove(name);
        }
    }

    private static CoGroup? TargetOf(object entry) =>
        entry is WeakReference<CoGroup> weak ? weak.TryGetTarget(out CoGroup? alive) ? alive : null : (CoGroup)entry;

    private CoGroup? Find(string name) => _groups.TryGetValue(name, out object? entry) ? TargetOf(entry) : null;

    private void Sweep()
    {
        string[] gone = [.. _groups.Where(static entry => TargetOf(entry.Value) is null).Select(static entry => entry.Key)];
        foreach (string name in gone)
        {
            _groups.Remove(name);
        }

        // So that each name pays for two looks at most, however many there are.
        _sweepAbove = Math.Max(_groups.Count * 2, FewEntries);
    }
}
