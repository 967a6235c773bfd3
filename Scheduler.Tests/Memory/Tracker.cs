using System.Runtime.CompilerServices;

namespace Coroutines.Tests.Memory;

/// <summary>Knows objects without keeping them, and says which of them somebody keeps.</summary>
internal sealed class Tracker
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly List<(WeakReference Item, string What)> _tracked = [];
    private readonly List<object> _kept = [];

    /// <summary>Something that is to be let go.</summary>
    internal T Track<T>(T item, [CallerArgumentExpression(nameof(item))] string what = "", [CallerLineNumber] int line = 0)
        where T : class
    {
        lock (_tracked)
        {
            _tracked.Add((new WeakReference(item), $"{item.GetType().Name} of line {line}: {what}"));
        }

        return item;
    }

    /// <summary>Something that lives on, and has no reason to keep any of the others.</summary>
    internal void Keep(object item) => _kept.Add(item);

    /// <summary>Throws an exception that is to be let go.</summary>
    internal void Throw(string message) => throw Track(new IOException(message));

    /// <summary>All of them are gone. A thread of .NET's may still be about to leave what it has run.</summary>
    internal void ShouldHaveLetGo() => ShouldHaveLetGo(new Dictionary<string, Tracker> { ["kept"] = this });

    /// <summary>The same of several, by their names, all at once.</summary>
    internal static void ShouldHaveLetGo(IReadOnlyDictionary<string, Tracker> trackers)
    {
        trackers.Values.ShouldAllBe(static tracker => tracker._tracked.Count > 0);
        List<string> kept = [];
        SpinWait.SpinUntil(() => (kept = FindKept(trackers)).Count == 0, _patience);
        kept.ShouldBeEmpty();
        GC.KeepAlive(trackers);
    }

    private static List<string> FindKept(IReadOnlyDictionary<string, Tracker> trackers)
    {
        Garbage.CollectAndFinalize(() => trackers.Values.All(static tracker => tracker._tracked.TrueForAll(static tracked => !tracked.Item.IsAlive)));
        return [.. trackers.SelectMany(static tracker => tracker.Value.KeptNow().Select(kept => $"{tracker.Key}: {kept}"))];
    }

    private IEnumerable<string> KeptNow() => _tracked
        .Where(static tracked => tracked.Item.IsAlive)
        .GroupBy(static tracked => tracked.What)
        .Select(static kept => $"{kept.Count()} {kept.Key}");
}
