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
    internal void ShouldHaveLetGo()
    {
        _tracked.ShouldNotBeEmpty();
        List<string> kept = [];
        SpinWait.SpinUntil(() => (kept = FindKept()).Count == 0, _patience);
        kept.ShouldBeEmpty();
        GC.KeepAlive(_kept);
    }

    private List<string> FindKept()
    {
        GC.Collect();
        if (_tracked.Exists(static tracked => tracked.Item.IsAlive))
        {
            // Something may hang on what a finalizer has still to let go.
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        return [.. _tracked.Where(tracked => tracked.Item.IsAlive).GroupBy(tracked => tracked.What).Select(kept => $"{kept.Count()} {kept.Key}")];
    }
}
