namespace Coroutines.Testing;

/// <summary>Says what runs next, whenever more than one thing might. One object serves one run.</summary>
internal abstract class ScheduleChooser
{
    /// <summary>Chooses among several.</summary>
    /// <param name="candidates">At least two; the one that the queue's own order would take is the first.</param>
    /// <returns>The index of one of them.</returns>
    internal abstract int Choose(IReadOnlyList<IRunnable> candidates);
}
