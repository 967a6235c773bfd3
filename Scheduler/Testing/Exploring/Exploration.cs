using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>What came of running a program under many orders of its steps.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Exploration
{
    internal Exploration(int runs, bool isExhaustive, IReadOnlyList<ScheduleFailure> failures, ExplorationCoverage? coverage = null)
    {
        Runs = runs;
        IsExhaustive = isExhaustive;
        Failures = failures;
        Coverage = coverage;
    }

    /// <summary>How many runs there were, the failing one included; those that simplified it are not counted.</summary>
    public int Runs { get; }

    /// <summary>Whether every legal order was tried.</summary>
    public bool IsExhaustive { get; }

    /// <summary>The first failure; null if there was none.</summary>
    public ScheduleFailure? Failure => Failures.Count > 0 ? Failures[0] : null;

    /// <summary>All failures that differ, in the order in which they were found; see <see cref="ExplorationOptions.MaxFailures"/>.</summary>
    public IReadOnlyList<ScheduleFailure> Failures { get; }

    /// <summary>How much was varied; null where all orders were gone through.</summary>
    public ExplorationCoverage? Coverage { get; }

    /// <summary>
    /// Where to go on with <see cref="ExhaustiveOptions.Checkpoint"/>, if all orders were to be gone through and some are left; null otherwise. It
    /// is a text that can be kept in a file.
    /// </summary>
    public string? Checkpoint { get; internal init; }

    /// <summary>Asserts that no run failed.</summary>
    /// <returns>This exploration.</returns>
    /// <exception cref="ScheduleFailedException">One did. The message says how to replay it, and shows what ran.</exception>
    public Exploration ShouldPass() => Failure is null
        ? this
        : throw new ScheduleFailedException(string.Join("\n\n", Failures), Failure.Exception);

    /// <summary>Asserts that a run failed: for a test of a test, or of a bug that is known.</summary>
    /// <returns>The failure.</returns>
    /// <exception cref="AssertionFailedException">None did.</exception>
    public ScheduleFailure ShouldFail() => Failure ?? throw new AssertionFailedException($"A failure was expected, and there was none: {this}.");

    /// <summary>The result in a few words.</summary>
    /// <returns>For example <c>120 runs, every legal order, no failure</c>.</returns>
    public override string ToString()
    {
        string runs = Runs == 1 ? "1 run" : $"{Runs} runs";
        string extent = IsExhaustive ? ", every legal order" : string.Empty;
        return Failure is null
            ? $"{runs}{extent}, no failure"
            : $"{runs}, and the last one failed: {Failure.Exception.GetType().Name}";
    }
}
