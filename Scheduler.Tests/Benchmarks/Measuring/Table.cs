namespace Coroutines.Benchmarks;

/// <summary>The table of ratios.</summary>
internal sealed class Table
{
    private static readonly string[] _header =
        ["operation", "ours", "bare", "async/await", "asyncio", "ours/bare", "async/ours", "asyncio/ours", "targets"];

    private readonly List<string[]> _lines = [_header];

    /// <summary>Adds the <see cref="Row.Cells"/> of some rows.</summary>
    internal void Add(IEnumerable<string[]> rows) => _lines.AddRange(rows);

    internal void Print(TextWriter writer)
    {
        int[] widths = [.. Enumerable.Range(0, _header.Length).Select(column => _lines.Max(line => line[column].Length))];
        writer.WriteLine("Processor time per operation, medians. Bare: the same iterators in a plain loop; for bytes, the iterator's own;");
        writer.WriteLine("for frames of a game loop, a plain list of iterators that is scanned in each frame.");
        writer.WriteLine("Each scenario, with all who compete in it, runs in a process of its own.");
        writer.WriteLine($"async/await: on a single-threaded context with a ring buffer. asyncio: {CPython.Description}.");
        writer.WriteLine();
        foreach (string[] line in _lines)
        {
            writer.WriteLine(Line(line, widths));
            if (line == _header)
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
