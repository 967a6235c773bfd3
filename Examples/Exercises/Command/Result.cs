using Coroutines.Exercises.Command.Compiling;

namespace Coroutines.Exercises.Command;

/// <summary>How far an exercise is.</summary>
internal sealed record Result(Exercise Exercise, IReadOnlyList<TestOutcome> Tests)
{
    /// <summary>Why it does not compile; then no test has run.</summary>
    internal IReadOnlyList<CompilerMessage> Errors { get; init; } = [];

    /// <summary>Whether the tests ran with the same files before, and not now.</summary>
    internal bool IsRemembered { get; init; }

    internal int PassedCount => Tests.Count(test => test.IsPassed);

    /// <summary>Whether all of its tests pass; where there is none, nothing is solved.</summary>
    internal bool IsSolved => Tests.Count > 0 && PassedCount == Tests.Count;

    internal TestOutcome? FirstFailure => Tests.FirstOrDefault(test => !test.IsPassed);
}
