using System.Diagnostics;

namespace Coroutines.Exercises;

/// <summary>For runs that may end with any exception: it is shown below the test's own words.</summary>
public static class LabAdvice
{
    /// <summary>As <see cref="Lab.Run(IEnumerator{Awaitable})"/>; whatever goes wrong, the message begins with what to look at.</summary>
    public static void Run(this Lab lab, IEnumerator<Awaitable> main, string lookAt)
    {
        try
        {
            lab.Run(main);
        }
        catch (Exception exception)
        {
            throw Explain(exception, lookAt);
        }
    }

    /// <summary>As <see cref="Lab.Run{T}(IEnumerator{Awaitable})"/>; whatever goes wrong, the message begins with what to look at.</summary>
    public static T Run<T>(this Lab lab, IEnumerator<Awaitable> main, string lookAt)
    {
        try
        {
            return lab.Run<T>(main);
        }
        catch (Exception exception)
        {
            throw Explain(exception, lookAt);
        }
    }

    /// <summary>The failure of a test that has met an exception, with the learner's line that threw it.</summary>
    internal static ShouldAssertException Explain(Exception exception, string lookAt)
    {
        string text = exception is ShouldAssertException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
        string advice = text.Contains(lookAt, StringComparison.Ordinal) ? "" : $"{lookAt}\n\n";
        return new ShouldAssertException($"{advice}{text}{FindPlace(exception)}");
    }

    private static string FindPlace(Exception exception) => new StackTrace(exception, fNeedFileInfo: true).GetFrames()
        .Where(frame => frame.GetFileName() is { } path && !path.EndsWith("Tests.cs", StringComparison.Ordinal) && IsLearners(path))
        .Select(frame => $"\n\nthrown at {Path.GetFileName(frame.GetFileName())}, line {frame.GetFileLineNumber()}")
        .FirstOrDefault("");

    // In a folder of an exercise, and not in one of the library.
    private static bool IsLearners(string path) =>
        Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path))) is "Course" or "Solutions";
}
