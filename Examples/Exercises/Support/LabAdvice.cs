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
    internal static ShouldAssertException Explain(Exception exception, string lookAt) => exception is ShouldAssertException
        ? new ShouldAssertException($"{lookAt}\n\n{exception.Message}")
        : new ShouldAssertException($"{lookAt}\n\nThis was thrown{FindPlace(exception)}: {exception.GetType().Name}: {exception.Message}");

    private static string FindPlace(Exception exception) => new StackTrace(exception, fNeedFileInfo: true).GetFrames()
        .Where(frame => frame.GetFileName() is { } path && !path.EndsWith("Tests.cs", StringComparison.Ordinal) && IsLearners(path))
        .Select(frame => $" at {Path.GetFileName(frame.GetFileName())}, line {frame.GetFileLineNumber()}")
        .FirstOrDefault("");

    // In a folder of an exercise, and not in one of the library.
    private static bool IsLearners(string path) =>
        Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path))) is "Course" or "Solutions";
}
