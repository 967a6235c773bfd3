using System.Diagnostics;

namespace Coroutines.Exercises;

/// <summary>Where in a learner's file something was thrown.</summary>
internal static class LearnersPlace
{
    /// <summary>The innermost place; null if the learner's code had no part in it.</summary>
    internal static string? Of(Exception exception) => new StackTrace(exception, fNeedFileInfo: true).GetFrames()
        .Where(static frame => frame.GetFileName() is { } path && IsLearners(path))
        .Select(static frame => $"thrown at {Path.GetFileName(frame.GetFileName())}, line {frame.GetFileLineNumber()}")
        .FirstOrDefault();

    // In Course/NN-Name, or, for a check of the solutions, in Solutions/NN-Name.
    private static bool IsLearners(string path) =>
        !path.EndsWith("Tests.cs", StringComparison.Ordinal)
        && (Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path))) is "Course" or "Solutions");
}
