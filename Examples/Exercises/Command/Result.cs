namespace Coroutines.Exercises.Command;

/// <summary>How far an exercise is.</summary>
internal sealed record Result(Exercise Exercise, IReadOnlyList<TestOutcome> Tests)
{
    internal int PassedCount => Tests.Count(test => test.IsPassed);

    /// <summary>Whether all of its tests pass; where there is none, nothing is solved.</summary>
    internal bool IsSolved => Tests.Count > 0 && PassedCount == Tests.Count;

    internal TestOutcome? FirstFailure => Tests.FirstOrDefault(test => !test.IsPassed);
}
