namespace Coroutines.Benchmarks;

/// <summary>The table of ratios.</summary>
internal sealed class Table
{
    private static readonly string[] _header =
        ["operation", "ours", "bare", "bare-bones", "ring", "async/await", "asyncio", "goals"];

    private readonly List<string[]> _lines = [_header];

    /// <summary>Adds the <see cref="Row.Cells"/> of some rows.</summary>
    internal void Add(IEnumerable<string[]> rows) => _lines.AddRange(rows);

    internal void Print(TextWriter writer)
    {
        int[] widths = [.. Enumerable.Range(0, _header.Length).Select(column => _lines.Max(line => line[column].Length))];
        writer.WriteLine("Processor time per operation, medians. Bare: the same iterators in a plain loop; for bytes, the iterator's own;");
        writer.WriteLine("for frames of a game loop, a plain list of iterators that is scanned in each frame.");
        writer.WriteLine("Bare-bones: a scheduler of a hundred lines over the same iterators, without any of the semantics. Ring: async/await on a");
        writer.WriteLine("ring buffer without a synchronization context; async/await: with one.");
        writer.WriteLine($"asyncio: {CPython.Description}.");
        writer.WriteLine($"Each scenario, with all who compete in it, runs in processes of its own, with the settings of an ordinary program.");
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
