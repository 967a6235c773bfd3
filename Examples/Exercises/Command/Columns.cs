namespace Coroutines.Exercises.Command;

/// <summary>Text in a terminal's columns, of which a Japanese character takes two.</summary>
internal static class Columns
{
    /// <summary>As many as any terminal has.</summary>
    internal const int OfTerminal = 80;

    internal static int Of(string text) => text.Sum(Of);

    // The blocks of Unicode that Japanese text is made of.
    internal static int Of(char letter) =>
        letter is (>= '\u3000' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uFF01' and <= '\uFF60') ? 2 : 1;

    internal static string PadRight(string text, int columns) => text + new string(' ', Math.Max(0, columns - Of(text)));

    /// <summary>The text with each of its lines broken so that it fits a terminal.</summary>
    internal static string Fit(string text) => string.Join('\n', text.Split('\n').SelectMany(line => Wrap(line, OfTerminal)));

    /// <summary>Breaks a line where <see cref="LineBreaks"/> finds a good place; one without any stays too long.</summary>
    internal static IEnumerable<string> Wrap(string line, int columns)
    {
        while (Of(line) > columns && LineBreaks.FindLast(line, columns) is > 0 and int end)
        {
            yield return line[..end];
            line = line[end..].TrimStart(' ');
        }

        yield return line;
    }
}
