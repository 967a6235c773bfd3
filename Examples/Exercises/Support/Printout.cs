using System.Text;

namespace Coroutines.Exercises;

/// <summary>What the code under test has printed.</summary>
public sealed class Printout
{
    private const int Limit = 500;

    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Write(string line)
    {
        if (_lines.Count >= Limit)
        {
            throw new ShouldAssertException(
                $"More than {Limit} lines were printed. Look for a loop that never ends; the last line is \"{line}\".");
        }

        _lines.Add(line);
    }

    /// <summary>Fails with both texts side by side, and with what to look at, unless exactly these lines were printed.</summary>
    public void ShouldRead(string[] expected, string lookAt)
    {
        if (!_lines.SequenceEqual(expected))
        {
            throw new ShouldAssertException($"{lookAt}\n\n{Compare(expected, _lines)}");
        }
    }

    /// <summary>As <see cref="ShouldRead"/>, and what was printed at the same time may come in any order.</summary>
    /// <remarks>The time is what stands before the first two spaces.</remarks>
    public void ShouldReadByTime(string[] expected, string lookAt)
    {
        List<string> sorted = [];
        for (int start = 0; start < _lines.Count; start = sorted.Count)
        {
            string time = TimeOf(_lines[start]);
            sorted.AddRange(_lines.Skip(start).TakeWhile(line => TimeOf(line) == time).OrderBy(PlaceOf));
        }

        if (!sorted.SequenceEqual(expected))
        {
            throw new ShouldAssertException($"{lookAt}\n\n{Compare(expected, sorted)}");
        }

        static string TimeOf(string line) => line.Split("  ")[0];

        int PlaceOf(string line) => Array.IndexOf(expected, line) is >= 0 and int place ? place : expected.Length;
    }

    private static string Compare(string[] expected, List<string> printed)
    {
        int width = expected.Select(line => line.Length).Append("expected".Length).Max();
        string padding = new(' ', width - "expected".Length);
        StringBuilder table = new();
        table.Append($"      expected{padding} | printed\n");

        bool isSame = true;
        for (int i = 0; i < Math.Max(expected.Length, printed.Count); i++)
        {
            string left = i < expected.Length ? expected[i] : "";
            string? right = i < printed.Count ? printed[i] : null;
            string mark = isSame && left != right ? "->" : "";
            isSame = isSame && left == right;
            table.Append(right is null ? $"  {mark,2}  {left.PadRight(width)} | (nothing)\n" : $"  {mark,2}  {left.PadRight(width)} | {right}\n");
        }

        return table.ToString();
    }
}
