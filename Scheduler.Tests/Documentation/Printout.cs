namespace Coroutines.Tests.Documentation;

/// <summary>Takes what a snippet prints.</summary>
public sealed class Printout
{
    private readonly List<string> _lines = [];

    public void WriteLine(string line) => _lines.Add(line);

    public void WriteLine(object value) => _lines.Add($"{value}");

    internal IReadOnlyList<string> Lines => _lines;

    internal int Count => _lines.Count;

    internal void ShouldRead(params string[] lines) => _lines.ShouldBe(lines);
}
