using System.Text.RegularExpressions;
using NUnit.Framework.Interfaces;

namespace Coroutines.Exercises.Command;

/// <summary>What a failed test says to somebody who looks for a mistake of their own.</summary>
internal static partial class FailureText
{
    internal static string Of(ITestResult result)
    {
        string message = AdviceFirst(WithoutData(Unpack(result.Message ?? "")).ReplaceLineEndings("\n")).Trim('\n').TrimEnd();
        return FindPlace(result) is { } place ? $"{message}\n\nthrown at {place}" : message;
    }

    /// <summary>NUnit and Shouldly write their own exception's name before the text of a failed assertion.</summary>
    private static string Unpack(string message) => AssertionPrefix().Replace(message, "");

    /// <summary>Shouldly puts what a test says itself at the end, and a table of each character before it.</summary>
    private static string AdviceFirst(string message)
    {
        string[] parts = message.Split("\n\nAdditional Info:\n", 2);
        return parts is [string comparison, string advice]
            ? $"{advice.Trim()}\n\n{comparison.Split("\n    difference\nDifference ")[0]}"
            : message;
    }

    /// <summary>NUnit appends what is in an exception's Data; ours has the chain of coroutines there, in a form for debuggers.</summary>
    private static string WithoutData(string message) => message.Split("\nData:")[0];

    /// <summary>
    /// Where the learner's code threw; null for a failed assertion, whose place is in the tests.
    /// </summary>
    private static string? FindPlace(ITestResult result)
    {
        if (result.ResultState.Label != "Error" || AssertionPrefix().IsMatch(result.Message ?? ""))
        {
            return null;
        }

        Match place = Frame().Match(result.StackTrace ?? "");
        return place.Success ? $"{Path.GetFileName(place.Groups["file"].Value)}, line {place.Groups["line"].Value}" : null;
    }

    [GeneratedRegex(@"^(Shouldly\.\w+|NUnit\.Framework\.AssertionException) : ")]
    private static partial Regex AssertionPrefix();

    [GeneratedRegex(@" in (?<file>.*[\\/](Course|Solutions)[\\/].*(?<!Tests)\.cs):line (?<line>\d+)")]
    private static partial Regex Frame();
}
