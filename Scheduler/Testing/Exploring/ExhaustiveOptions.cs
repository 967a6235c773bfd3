using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>How all orders of a program are gone through.</summary>
/// <remarks>To be set before it is handed over.</remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class ExhaustiveOptions
{
    /// <summary>How many runs there are at most.</summary>
    public int Limit
    {
        get;
        set => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "An exploration takes at least one run.");
    } = Schedules.DefaultLimit;

    /// <summary>How long it may take in real time; as long as it takes by default.</summary>
    public Duration TimeBudget { get; set; } = double.PositiveInfinity;

    /// <summary>
    /// How many departures from the queue's own order a run may have, as many as there may be by default: the bound on preemptions of other
    /// tools. Most bugs take one or two.
    /// </summary>
    public int MaxDepartures
    {
        get;
        set => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of departures cannot be negative.");
    } = int.MaxValue;

    /// <summary>
    /// Whether steps that have nothing in common are left in the queue's own order; false by default. What a step has worked on is known
    /// of futures, tasks, primitives and queues, of callbacks (which count as having to do with everything), and of what the program names by
    /// <see cref="TestKit.Touch"/>. Of its variables nothing is known: what several tasks share must be one of these, or be named.
    /// </summary>
    public bool PartialOrderReduction { get; set; }

    /// <summary>Where to go on: the <see cref="Exploration.Checkpoint"/> of an exploration of the same program; null to begin.</summary>
    public string? Checkpoint { get; set; }

    /// <summary>The limits of each run, and what it may leave behind.</summary>
    public TestOptions Test { get; set; } = TestOptions.Default;

    private string DebuggerDisplay => $"every order within {TimeBudget}{(PartialOrderReduction ? ", reduced" : string.Empty)}";
}
