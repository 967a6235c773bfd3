using System.Globalization;

namespace Coroutines.Examples.Raft.Simulated;

/// <summary>What has happened lately on which host, for a report. Sentences are made when somebody reads it: most of it nobody ever does.</summary>
internal sealed class Story
{
    private const int Limit = 5_000;
    private const int MostRows = 6000;

    private readonly Queue<Row> _rows = new();

    /// <param name="time">When, in seconds.</param>
    /// <param name="host">On which host.</param>
    /// <param name="sentence">What: a format, in which {0} and {1} are the numbers, and {2} is the name.</param>
    /// <param name="first">A number.</param>
    /// <param name="second">Another one.</param>
    /// <param name="name">A name.</param>
    internal void Tell(double time, string host, string sentence, long first = 0, long second = 0, string name = "")
    {
        if (_rows.Count == Limit)
        {
            _rows.Dequeue();
        }

        _rows.Enqueue(new Row(time, host, sentence, first, second, name));
    }

    /// <summary>What has happened since a moment; the latest of it where that is too much.</summary>
    internal string Since(double time)
    {
        Row[] rows = [.. _rows.Where(row => row.Time >= time)];
        string omitted = rows.Length > MostRows ? $"... {rows.Length - MostRows} more before that ...\n" : "";
        return omitted + string.Join('\n', rows.TakeLast(MostRows));
    }

    private readonly record struct Row(double Time, string Host, string Sentence, long First, long Second, string Name)
    {
        public override string ToString()
        {
            string what = string.Format(CultureInfo.InvariantCulture, Sentence, First, Second, Name);
            return string.Create(CultureInfo.InvariantCulture, $"{Time,12:0.000} s  {Host,-8} {what}");
        }
    }
}
