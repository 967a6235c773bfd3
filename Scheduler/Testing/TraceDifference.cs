using System.Text;

namespace Coroutines.Testing;

/// <summary>The first line in which two traces differ, with what stands around it.</summary>
internal static class TraceDifference
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
