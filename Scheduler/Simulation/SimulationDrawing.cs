using System.Globalization;
using System.Text;

namespace Coroutines.Testing;

/// <summary>A trace of a simulated world as a picture of text: time goes down, each host has a column.</summary>
internal sealed class SimulationDrawing
{
    private const int LeastWidth = 5;
    private const int TimeWidth = 14;

    private readonly StringBuilder _text = new();
    private readonly List<SimulatedNode> _nodes;
    private readonly int _width;

    /// <param name="seed">The seed of the world.</param>
    /// <param name="dropped">How many entries are not there any more.</param>
    /// <param name="entries">The others.</param>
    internal SimulationDrawing(int seed, long dropped, IReadOnlyList<SimulationTraceEntry> entries)
    {
        _nodes = [.. entries.SelectMany(static entry => new[] { entry.From, entry.To ?? entry.From }).Distinct().OrderBy(static node => node.Index)];
        _width = Math.Max(LeastWidth, _nodes.Select(static node => node.Name.Length).DefaultIfEmpty().Max()) + 2;
        AddHeader(seed, dropped);
        foreach (SimulationTraceEntry entry in entries)
        {
            AddRow(entry);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void AddHeader(int seed, long dropped)
    {
        _text.Append(FormattableString.Invariant($"seed {seed}"));
        if (dropped > 0)
        {
            _text.Append(FormattableString.Invariant($", the last entries; {dropped} came before"));
        }

        _text.Append('\n').Append(' ', TimeWidth);
        foreach (SimulatedNode node in _nodes)
        {
            _text.Append(node.Name.PadRight(_width));
        }

        TrimRow();
    }

    private void AddRow(in SimulationTraceEntry entry)
    {
        _text.Append(entry.Time.ToString("0.000000", CultureInfo.InvariantCulture).PadLeft(TimeWidth - 2)).Append("  ");
        _text.Append(Columns(entry)).Append(entry.Words);
        TrimRow();
    }

    private char[] Columns(in SimulationTraceEntry entry)
    {
        char[] row = new char[_nodes.Count * _width];
        Array.Fill(row, ' ');
        for (int i = 0; i < _nodes.Count; i++)
        {
            row[i * _width] = '|';
        }

        (SimulatedNode from, SimulatedNode to) = entry.IsAnswer ? (entry.To!, entry.From) : (entry.From, entry.To ?? entry.From);
        int start = _nodes.IndexOf(from) * _width;
        int end = _nodes.IndexOf(to) * _width;
        if (entry.IsArrival || entry.IsLoss)
        {
            Array.Fill(row, '-', Math.Min(start, end), Math.Abs(end - start));
            row[end] = entry.IsLoss ? 'x' : end < start ? '<' : '>';
        }

        row[start] = start == end && entry.IsArrival ? '>' : entry.To is null ? '*' : 'o';
        return row;
    }

    private void TrimRow()
    {
        while (_text.Length > 0 && _text[_text.Length - 1] == ' ')
        {
            _text.Length--;
        }

        _text.Append('\n');
    }
}
