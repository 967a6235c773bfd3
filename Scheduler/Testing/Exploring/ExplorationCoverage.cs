using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>How much of a program an exploration has varied: a look at what it may have missed.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ExplorationCoverage
{
    internal ExplorationCoverage(int distinctSchedules, int places, IReadOnlyList<string> neverHeld, IReadOnlyList<string> faultPointsNeverFailed)
    {
        DistinctSchedules = distinctSchedules;
        Places = places;
        NeverHeld = neverHeld;
        FaultPointsNeverFailed = faultPointsNeverFailed;
    }

    /// <summary>How many of the runs differed from each other.</summary>
    public int DistinctSchedules { get; }

    /// <summary>
    /// At how many places an ordinary run has a step that might be held back; what a coroutine does in a row with bare yields between counts
    /// as one.
    /// </summary>
    public int Places { get; }

    /// <summary>Those of them at which none was, by the coroutine and its task.</summary>
    public IReadOnlyList<string> NeverHeld { get; }

    /// <summary>The <see cref="TestKit.FaultPoint(string)"/>s that were reached and never failed.</summary>
    public IReadOnlyList<string> FaultPointsNeverFailed { get; }

    /// <summary>In a few words.</summary>
    /// <returns>For example <c>812 different schedules; steps held back at 40 of 42 places; fault points that never failed: 'disk'</c>.</returns>
    public override string ToString()
    {
        string faults = FaultPointsNeverFailed.Count == 0
            ? string.Empty
            : $"; fault points that never failed: {string.Join(", ", FaultPointsNeverFailed.Select(Repr.Of))}";
        return $"{DistinctSchedules} different schedules; steps held back at {Places - NeverHeld.Count} of {Places} places{faults}";
    }
}
