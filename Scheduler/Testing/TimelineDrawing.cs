using System.Text;

namespace Coroutines.Testing;

/// <summary>A trace as a drawing in text: one lane a task, one column an iteration, the time above.</summary>
internal sealed class TimelineDrawing
{
    private const int LongestName = 24;
    private const string CallbackLane = "(callbacks)";
    private const string OutsideLane = "(outside)";

    private readonly int _width;
    private readonly List<Column> _columns = [];
    private readonly List<Lane> _lanes = [];
    private readonly Dictionary<string, Lane> _laneOfName = [];

    internal TimelineDrawing(IEnumerable<TraceEntry> entries, int width)
    {
        _width = width;
        foreach (TraceEntry entry in entries)
        {
            Add(entry);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        int nameWidth = Math.Min(LongestName, _lanes.Select(static lane => lane.Name.Length).Append("time".Length).Max()) + 1;
        int start = 0;
        while (start < _columns.Count)
        {
            int end = start;
            for (int used = nameWidth; end < _columns.Count && (end == start || used + _columns[end].Width <= _width); end++)
            {
                used += _columns[end].Width;
            }

            if (start > 0)
            {
                text.Append('\n');
            }

            AppendBlock(text, nameWidth, start, end);
            start = end;
        }

        return text.ToString();
    }

    private void Add(TraceEntry entry)
    {
        if (_columns.Count == 0 || _columns[^1].Iteration != entry.Iteration || _columns[^1].Time != entry.Time)
        {
            string label = _columns.Count > 0 && _columns[^1].Time == entry.Time
                ? string.Empty
                : SecondsText.Of(entry.Time);
            _columns.Add(new Column(entry.Iteration, entry.Time, label));
        }

        int column = _columns.Count - 1;
        string name = entry.Kind == TraceEntryKind.Callback ? CallbackLane : entry.Name.Length > 0 ? Repr.Name(entry.Name) : OutsideLane;
        if (!_laneOfName.TryGetValue(name, out Lane? lane))
        {
            lane = new Lane(name, isTask: entry is { Kind: not TraceEntryKind.Callback, Name.Length: > 0 });
            _laneOfName.Add(name, lane);
            _lanes.Add(lane);
        }

        lane.Mark(column, entry);
    }

    private void AppendBlock(StringBuilder text, int nameWidth, int start, int end)
    {
        AppendLine(text, "time", nameWidth, start, end, column => (_columns[column].Label, ' '));
        foreach (Lane lane in _lanes)
        {
            if (lane.First < end && (lane.Last >= start || !lane.HasEnded))
            {
                AppendLine(text, lane.Name, nameWidth, start, end, lane.Show);
            }
        }
    }

    private void AppendLine(StringBuilder text, string name, int nameWidth, int start, int end, Func<int, (string Cell, char Fill)> show)
    {
        var line = new StringBuilder(name.Length < nameWidth ? name.PadRight(nameWidth) : $"{name[..(nameWidth - 2)]}… ");
        for (int column = start; column < end; column++)
        {
            (string cell, char fill) = show(column);
            line.Append(cell).Append(fill, _columns[column].Width - cell.Length);
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }

    private readonly record struct Column(long Iteration, double Time, string Label)
    {
        // A time has room for itself and a blank.
        internal int Width => Math.Max(2, Label.Length + 1);
    }

    private sealed class Lane(string name, bool isTask)
    {
        private readonly Dictionary<int, char> _marks = [];

        internal string Name => name;

        internal int First { get; private set; } = int.MaxValue;

        internal int Last { get; private set; } = -1;

        internal bool HasEnded { get; private set; } = !isTask;

        internal void Mark(int column, TraceEntry entry)
        {
            First = Math.Min(First, column);
            Last = Math.Max(Last, column);
            char mark = entry switch
            {
                { Kind: TraceEntryKind.Note } => '*',
                { Then: "done" } => 'x',
                { Then: "cancelled" } => '/',
                _ when entry.Then.StartsWith("failed", StringComparison.Ordinal) => '!',
                _ => 'o',
            };
            if (mark is 'x' or '/' or '!')
            {
                HasEnded = true;
            }

            // A step is recorded after what was noted in it; only its end is worth more than the note.
            if (mark != 'o' || !_marks.ContainsKey(column))
            {
                _marks[column] = mark;
            }
        }

        internal (string Cell, char Fill) Show(int column)
        {
            bool goesOn = isTask && column >= First && (column < Last || !HasEnded);
            char fill = goesOn ? '-' : ' ';
            return (_marks.TryGetValue(column, out char mark) ? mark.ToString() : fill.ToString(), fill);
        }
    }
}
