namespace Coroutines.Exercises.Command;

/// <summary>Text in a terminal's columns, of which a Japanese character takes two.</summary>
internal static class Columns
{
    // What does not stand at the beginning of a line.
    private const string NeverFirst = "、。，．・：；？！）」』】〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]}.,:;?!";

    // What does not stand at the end of a line.
    private const string NeverLast = "（「『【〔([{";

    internal static int Of(string text) => text.Sum(Of);

    internal static string PadRight(string text, int columns) => text + new string(' ', Math.Max(0, columns - Of(text)));

    /// <summary>Breaks a line at its spaces, and beside its Japanese characters.</summary>
    internal static IEnumerable<string> Wrap(string line, int columns)
    {
        while (Of(line) > columns && FindBreak(line, columns) is > 0 and int end)
        {
            yield return line[..end].TrimEnd(' ');
            line = line[end..].TrimStart(' ');
        }

        yield return line;
    }

    /// <summary>How much of the line goes before the last break that fits; zero if none does.</summary>
    private static int FindBreak(string line, int columns)
    {
        int found = 0;
        for (int end = 1, used = Of(line[0]); used <= columns; used += Of(line[end++]))
        {
            if (MayBreak(line[end - 1], line[end]))
            {
                found = end;
            }
        }

        return found;
    }

    private static bool MayBreak(char before, char after) =>
        after == ' ' || (before != ' ' && (Of(before) == 2 || Of(after) == 2) && !NeverFirst.Contains(after) && !NeverLast.Contains(before));

    // The blocks of Unicode that Japanese text is made of.
    private static int Of(char letter) =>
        letter is (>= '\u3000' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uFF01' and <= '\uFF60') ? 2 : 1;
}
