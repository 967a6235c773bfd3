using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Coroutines.Testing;

/// <summary>The page that shows what ran in a test that has failed, as a file beside its result.</summary>
internal static class FailureTimeline
{
    private const string Folder = "timelines";
    private const int LongestName = 80;

    /// <summary>Writes the page and attaches it. Where that cannot be done, the output of the test says why, and the failure stays what it is.</summary>
    internal static void Attach(StepTrace trace, TestResult result)
    {
        try
        {
            string folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, Folder);
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, $"{NameOf(result.Test)}.html");
            trace.SaveHtml(path);
            TestContext.AddTestAttachment(path, "What ran, as a timeline");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            result.OutWriter.WriteLine($"The timeline could not be written: {failure.Message}");
        }
    }

    // Arguments may hold anything, and may be long; the number tells apart those that begin alike.
    private static string NameOf(ITest test)
    {
        char[] name = [.. test.Name.Take(LongestName).Select(static letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' ? letter : '_')];
        return $"{test.TypeInfo?.Name ?? Folder}.{new string(name)}.{test.Id}";
    }
}
