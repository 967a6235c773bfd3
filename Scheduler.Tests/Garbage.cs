namespace Coroutines.Tests;

/// <summary>Collections of garbage that are no larger than it takes: one of the whole heap goes through all that the test runner keeps, each time.</summary>
/// <remarks>
/// To be gone after a collection of the young is to be held by nobody, as after any other, for whatever an old object refers to stays. What is
/// still there may only have grown old itself, and an older generation is collected too, up to the whole heap.
/// </remarks>
internal static class Garbage
{
    /// <summary>For those of which nobody is to hold one any more.</summary>
    internal static void Collect(params IReadOnlyCollection<WeakReference> dropped) => Collect(() => AreGone(dropped));

    /// <summary>For those that a finalizer may still have to let go.</summary>
    internal static void CollectAndFinalize(params IReadOnlyCollection<WeakReference> dropped) => CollectAndFinalize(() => AreGone(dropped));

    internal static void CollectAndFinalize(Func<bool> isGone)
    {
        Collect(isGone);
        if (!isGone())
        {
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }
    }

    private static void Collect(Func<bool> isGone)
    {
        for (int generation = 0; generation <= GC.MaxGeneration && !isGone(); generation++)
        {
            GC.Collect(generation);
        }
    }

    private static bool AreGone(IReadOnlyCollection<WeakReference> dropped) => dropped.All(static one => !one.IsAlive);
}
