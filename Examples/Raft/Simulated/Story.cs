using System.Globalization;

namespace Coroutines.Examples.Raft.Simulated;

/// <summary>What has happened lately on which host, for a report. Sentences are made when somebody reads it: most of it nobody ever does.</summary>
internal sealed class Story
{
    private const int Limit = 20_000;
    private const int MostRows = 60;

    private readonly Queue<Row> _rows = new();

    /// <summary>Something that matters to any report.</summary>
    /// <param name="time">When, in seconds.</param>
    /// <param name="host">On which host.</param>
    /// <param name="sentence">What: a format, in which {0} is the number, and {1} is the name.</param>
    /// <param name="number">A number.</param>
    /// <param name="name">A name.</param>
    internal void Tell(double time, string host, string sentence, long number = 0, string name = "") =>
        Add(new Row(time, host, sentence, number, name, Place: 0));

    /// <summary>Something that matters to a report that is about a place of the logs.</summary>
    /// <param name="time">When, in seconds.</param>
    /// <param name="host">On which host.</param>
    /// <param name="place">At which place.</param>
    /// <param name="sentence">What: a format, in which {0} is the number, and {2} is the place.</param>
    /// <param name="number">A number.</param>
    internal void TellOfPlace(double time, string host, long place, string sentence, long number) =>
        Add(new Row(time, host, sentence, number, Name: "", place));

    /// <summary>What has happened between two moments, also at a place of the logs; the latest of it where that is too much.</summary>
    internal string Between(double since, double until, long place)
    {
        Row[] rows = [.. _rows.Where(row => row.Time >= since && row.Time <= until && (row.Place == 0 || row.Place == place))];
        string omitted = rows.Length > MostRows ? $"... {rows.Length - MostRows} more before that ...\n" : "";
        return omitted + string.Join('\n', rows.TakeLast(MostRows));
    }

    private void Add(Row row)
    {
        if (_rows.Count == Limit)
        {
            _rows.Dequeue();
        }

        _rows.Enqueue(row);
    }

    private readonly record struct Row(double Time, string Host, string Sentence, long Number, string Name, long Place)
    {
        public override string ToString()
        {
            string what = string.Format(CultureInfo.InvariantCulture, Sentence, Number, Name, Place);
            return string.Create(CultureInfo.InvariantCulture, $"{Time,12:0.000} s  {Host,-8} {what}");
        }
    }
}
