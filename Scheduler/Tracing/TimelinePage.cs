using System.Diagnostics;

namespace Coroutines;

/// <summary>Steps as a page that needs nothing else: the page stands beside this file, and the steps go into it as columns.</summary>
internal sealed class TimelinePage
{
    private const string Resource = "Coroutines.Tracing.timeline.html";
    private const string Hole = "/*DATA*/";
    private const int None = -1;

    private readonly IReadOnlyList<StepEvent> _steps;
    private readonly long _dropped;
    private readonly Dictionary<long, int> _laneOf = [];
    private readonly List<StepEvent> _lanes = [];
    private readonly Dictionary<(long Id, string Name), int> _thingOf = [];
    private readonly List<(long Id, string Name)> _things = [];

    internal TimelinePage(IReadOnlyList<StepEvent> steps, long dropped)
    {
        _steps = steps;
        _dropped = dropped;
        foreach (StepEvent step in steps)
        {
            if (_laneOf.TryAdd(step.TaskId, _lanes.Count))
            {
                _lanes.Add(step);
            }
        }
    }

    internal void Save(string path)
    {
        using var file = new StreamWriter(path);
        Write(file);
    }

    internal void Write(TextWriter writer)
    {
        string page = ReadPage();
        int hole = page.IndexOf(Hole, StringComparison.Ordinal);
        writer.Write(page[..hole]);
        WriteData(writer);
        writer.Write(page[(hole + Hole.Length)..]);
    }

    private void WriteData(TextWriter writer)
    {
        long origin = _steps.Count > 0 ? _steps.Min(static step => step.Timestamp) : 0;
        writer.Write(FormattableString.Invariant($"{{\"dropped\":{_dropped}"));
        WriteColumn<double>(writer, "start", step => Microseconds(step.Timestamp - origin));
        WriteColumn<float>(writer, "length", static step => (float)Microseconds(step.DurationInTicks));
        WriteColumn<double>(writer, "time", static step => step.Time);
        WriteColumn<double>(writer, "frame", static step => step.Frame);
        WriteColumn<int>(writer, "lane", step => _laneOf[step.TaskId]);
        WriteColumn<int>(writer, "by", step => LaneOf(step.WokenById));
        WriteColumn<int>(writer, "on", ThingOf);
        WriteColumn<byte>(writer, "together", static step => (byte)step.TimedTogether);
        WriteColumn<byte>(writer, "cause", static step => (byte)step.Cause);
        WriteColumn<byte>(writer, "end", static step => (byte)step.End);
        WriteColumn<byte>(writer, "wait", static step => (byte)step.Wait);
        WriteList(writer, "lanes", _lanes.Select(Lane));
        WriteList(writer, "things", _things.Select(static thing => JsonText.Quote(thing.Name)));
        WriteList(writer, "thingIds", _things.Select(static thing => FormattableString.Invariant($"{thing.Id}")));
        WriteNames(writer, "causes", typeof(StepCause));
        WriteNames(writer, "ends", typeof(StepEnd));
        WriteNames(writer, "waits", typeof(WaitKind));
        writer.Write('}');
    }

    private string Lane(StepEvent step)
    {
        string name = JsonText.Quote(step.TaskName ?? "callbacks");
        string group = step.Group is { } text ? $",\"group\":{JsonText.Quote(text)}" : string.Empty;
        string fault = step.Task?.Fault is { } words ? $",\"fault\":{JsonText.Quote(words)}" : string.Empty;
        return FormattableString.Invariant($"{{\"id\":{step.TaskId},\"name\":{name},\"parent\":{LaneOf(step.ParentId)}{group}{fault}}}");
    }

    // Of what is no task, or has no step among these, there is none.
    private int LaneOf(long id) => id != 0 && _laneOf.TryGetValue(id, out int lane) ? lane : None;

    private int ThingOf(StepEvent step)
    {
        if (step.WaitsFor is not { } name)
        {
            return None;
        }

        (long, string) thing = (step.WaitsForId, name);
        if (!_thingOf.TryGetValue(thing, out int index))
        {
            index = _things.Count;
            _thingOf.Add(thing, index);
            _things.Add(thing);
        }

        return index;
    }

    private void WriteColumn<T>(TextWriter writer, string name, Func<StepEvent, T> valueOf)
        where T : struct
    {
        var column = new T[_steps.Count];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = valueOf(_steps[i]);
        }

        var bytes = new byte[Buffer.ByteLength(column)];
        Buffer.BlockCopy(column, 0, bytes, 0, bytes.Length);
        writer.Write($",\n\"{name}\":\"{Convert.ToBase64String(bytes)}\"");
    }

    private static void WriteList(TextWriter writer, string name, IEnumerable<string> items)
    {
        writer.Write($",\n\"{name}\":[");
        writer.Write(string.Join(",", items));
        writer.Write(']');
    }

    private static void WriteNames(TextWriter writer, string name, Type values) =>
        WriteList(writer, name, Enum.GetNames(values).Select(JsonText.Quote));

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    private static string ReadPage()
    {
        using Stream resource = typeof(TimelinePage).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
