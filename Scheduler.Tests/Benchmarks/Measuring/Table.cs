namespace Coroutines.Benchmarks;

/// <summary>A table of figures, with goals in the last column.</summary>
/// <param name="header">What the columns are.</param>
internal sealed class Table(string[] header)
{
    private readonly List<string[]> _lines = [header];

    /// <summary>Adds the cells of some rows.</summary>
    internal void Add(IEnumerable<string[]> rows) => _lines.AddRange(rows);

    internal void Print(TextWriter writer)
    {
        int[] widths = [.. Enumerable.Range(0, header.Length).Select(column => _lines.Max(line => line[column].Length))];
        foreach (string[] line in _lines)
        {
            writer.WriteLine(Line(line, widths));
            if (line == header)
            {
                writer.WriteLine(Line([.. widths.Select(width => new string('-', width))], widths));
            }
        }
    }

    // Numbers stand to the right, the first and the last column to the left.
    private static string Line(string[] cells, int[] widths) =>
        "| " + string.Join(" | ", cells.Select((cell, column) =>
            column == 0 || column == cells.Length - 1 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))) + " |";
}
