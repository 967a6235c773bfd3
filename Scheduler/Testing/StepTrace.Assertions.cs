using System.Text;

namespace Coroutines.Testing;

public sealed partial class StepTrace
{
    /// <summary>Asserts that the trace is exactly this.</summary>
    /// <param name="lines">Every entry, as <see cref="TraceEntry.ToString"/> writes it.</param>
    /// <exception cref="AssertionFailedException">It is not; the message shows the first difference.</exception>
    public void ShouldBe(params string[] lines) => Compare("The trace", Lines(_entries), lines);

    /// <summary>Asserts that the test has noted exactly this.</summary>
    /// <param name="notes">Every text that was given to <see cref="Log"/>, in order, without time and task.</param>
    /// <exception cref="AssertionFailedException">It has not; the message shows the first difference.</exception>
    public void ShouldHaveLogged(params string[] notes) => Compare("The log", [.. Notes.Select(static note => note.Why)], notes);

    /// <summary>Asserts in which order tasks took steps.</summary>
    /// <param name="names">The name of the task of each step, in order; all of them.</param>
    /// <exception cref="AssertionFailedException">They took them in another order. The message shows the first difference.</exception>
    public void ShouldHaveStepped(params string[] names) => Compare(
        "The order of the steps",
        [.. _entries.Where(static entry => entry.Kind == TraceEntryKind.Step).Select(static entry => entry.Name)],
        names);

    private void Compare(string what, IReadOnlyList<string> actual, string[] expected)
    {
        ThrowHelper.IfNull(expected, nameof(expected));
        if (Dropped > 0)
        {
            throw new AssertionFailedException(
                $"{what} is not complete: {Dropped} entries came after the limit of {_limit}. Make the trace with a higher limit.");
        }

        if (TraceDifference.Describe(what, actual, expected) is { } difference)
        {
            throw new AssertionFailedException(difference);
        }
    }
}

/// <summary>The first line in which two traces differ, with what stands around it.</summary>
file static class TraceDifference
{
    private const int LinesBefore = 4;
    private const int LinesAfter = 3;

    /// <returns>Null if there is none.</returns>
    internal static string? Describe(string what, IReadOnlyList<string> actual, IReadOnlyList<string> expected)
    {
        int first = 0;
        while (first < actual.Count && first < expected.Count && actual[first] == expected[first])
        {
            first++;
        }

        if (first == actual.Count && first == expected.Count)
        {
            return null;
        }

        var text = new StringBuilder();
        text.Append(FormattableString.Invariant($"{what} differs from what was expected at line {first + 1} (expected {Count(expected)}, found {Count(actual)}):\n"));
        if (first > LinesBefore)
        {
            text.Append(FormattableString.Invariant($"\n      … {first - LinesBefore} equal before"));
        }

        for (int i = Math.Max(0, first - LinesBefore); i < first; i++)
        {
            Append(text, ' ', i, actual[i]);
        }

        AppendFrom(text, '-', first, expected);
        AppendFrom(text, '+', first, actual);
        text.Append("\n\n(- expected, + found)");
        return text.ToString();
    }

    private static string Count(IReadOnlyList<string> lines) => lines.Count == 1 ? "1 line" : $"{lines.Count} lines";

    private static void AppendFrom(StringBuilder text, char sign, int first, IReadOnlyList<string> lines)
    {
        if (first == lines.Count)
        {
            text.Append(FormattableString.Invariant($"\n{sign}     (the end)"));
        }

        int end = Math.Min(lines.Count, first + 1 + LinesAfter);
        for (int i = first; i < end; i++)
        {
            Append(text, sign, i, lines[i]);
        }

        if (end < lines.Count)
        {
            text.Append(FormattableString.Invariant($"\n{sign}     … {lines.Count - end} more"));
        }
    }

    private static void Append(StringBuilder text, char sign, int index, string line) =>
        text.Append(FormattableString.Invariant($"\n{sign}{index + 1,4} {Repr.Line(line)}"));
}
