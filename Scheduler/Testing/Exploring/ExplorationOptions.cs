using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>How a program is explored. The defaults suit a unit test.</summary>
/// <remarks>To be set before it is handed over.</remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class ExplorationOptions
{
    /// <summary>How many runs there are at most, the ordinary one included; <see cref="Schedules.DefaultRuns"/> by default.</summary>
    public int Runs
    {
        get;
        set => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "An exploration takes at least one run.");
    } = Schedules.DefaultRuns;

    /// <summary>The seed of the first run that is no ordinary one; the others have the numbers that follow. Equal seeds find the same.</summary>
    public int Seed { get; set; }

    /// <summary>How the runs differ from an ordinary one.</summary>
    public ScheduleStrategy Strategy { get; set; } = ScheduleStrategy.Default;

    /// <summary>The limits of each run, and what it may leave behind.</summary>
    public TestOptions Test { get; set; } = TestOptions.Default;

    /// <summary>
    /// After how many failures that differ the exploration ends; 1 by default. Which ones are the same is said by <see cref="FailureKey"/>.
    /// </summary>
    public int MaxFailures
    {
        get;
        set => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "An exploration ends after at least one failure.");
    } = 1;

    /// <summary>
    /// Tells one failure from another: those with equal keys are the same. Null, the default, for the types and messages of the exception and
    /// of those inside it.
    /// </summary>
    public Func<Exception, string>? FailureKey { get; set; }

    /// <summary>
    /// How many runs go on side by side, each on a thread; 1 by default. What is found does not depend on it. The program must then share
    /// nothing between its runs, static fields included.
    /// </summary>
    public int Workers
    {
        get;
        set => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "An exploration takes at least one worker.");
    } = 1;

    private string DebuggerDisplay => FormattableString.Invariant($"{Runs} runs from seed {Seed}");
}
