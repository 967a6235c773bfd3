using System.Diagnostics;
using System.Globalization;

namespace Coroutines;

/// <summary>Steps in Chrome's trace format: a row for each task, with its steps and its waits, and arrows from who woke to who was woken.</summary>
internal sealed class ChromeTrace(IReadOnlyList<StepEvent> steps)
{
    private const int Process = 1;

    // The row of what is no task's.
    private const long Callbacks = 0;

    private readonly long _origin = steps.Count > 0 ? steps.Min(static step => step.Timestamp) : 0;
    private readonly Dictionary<long, StepEvent> _last = [];
    private bool _isFirst = true;

    internal void Write(TextWriter writer)
    {
        writer.Write("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
        WriteRow(writer, $"\"name\":\"process_name\",\"ph\":\"M\",\"pid\":{Process},\"args\":{{\"name\":\"scheduler\"}}");
        foreach ((long id, string name) in Names())
        {
            WriteRow(writer, FormattableString.Invariant($"\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":{Process},\"tid\":{id},\"args\":{{\"name\":{JsonText.Quote(name)}}}"));
        }

        for (int i = 0; i < steps.Count; i++)
        {
            Write(writer, steps[i], i);
        }

        writer.Write("\n]}\n");
    }

    private Dictionary<long, string> Names()
    {
        var names = new Dictionary<long, string> { [Callbacks] = "callbacks" };
        foreach (StepEvent step in steps)
        {
            names[step.TaskId] = step.TaskName ?? names[Callbacks];
        }

        return names;
    }

    private void Write(TextWriter writer, StepEvent step, int number)
    {
        if (step.Kind == StepKind.Task && _last.TryGetValue(step.TaskId, out StepEvent before))
        {
            WriteWait(writer, before, step);
        }

        WriteSlice(writer, step, step.Kind == StepKind.Task ? "step" : $"{step.Kind}", "step", step.Timestamp, step.DurationInTicks);
        if (_last.TryGetValue(step.WokenById, out StepEvent waker) && step.WokenById != step.TaskId && step.Cause != StepCause.StartedEagerly)
        {
            // From the step that has woken it, which was the last one of that task.
            WriteFlow(writer, "s", number, waker.TaskId, waker.Timestamp);
            WriteFlow(writer, "f", number, step.TaskId, step.Timestamp);
        }

        if (step.Kind == StepKind.Task)
        {
            _last[step.TaskId] = step;
        }
    }

    private void WriteWait(TextWriter writer, StepEvent before, StepEvent after)
    {
        long start = before.Timestamp + before.DurationInTicks;
        if (before.Wait is not (WaitKind.None or WaitKind.Yield) && after.Timestamp > start)
        {
            WriteSlice(writer, before, before.WaitsFor ?? $"{before.Wait}", "wait", start, after.Timestamp - start);
        }
    }

    private void WriteSlice(TextWriter writer, StepEvent step, string name, string category, long start, long duration) => WriteRow(
        writer,
        $"\"name\":{JsonText.Quote(name)},\"cat\":\"{category}\",\"ph\":\"X\",\"pid\":{Process},\"tid\":{step.TaskId},\"ts\":{Microseconds(start - _origin)},\"dur\":{Microseconds(duration)},"
        + $"\"args\":{{\"cause\":\"{step.Cause}\",\"end\":\"{step.End}\",\"wait\":\"{step.Wait}\",\"time\":{step.Time.ToString(CultureInfo.InvariantCulture)}"
        + $"{(step.TimedTogether > 1 ? $",\"timedTogether\":{step.TimedTogether}" : string.Empty)}{Text("for", step.WaitsFor)}{Text("by", step.WokenByName)}{Text("group", step.Group)}{Text("fault", step.Fault)}}}");

    private void WriteFlow(TextWriter writer, string phase, int number, long row, long timestamp) => WriteRow(
        writer,
        $"\"name\":\"wakes\",\"cat\":\"wake\",\"ph\":\"{phase}\",\"bp\":\"e\",\"id\":{number},\"pid\":{Process},\"tid\":{row},\"ts\":{Microseconds(timestamp - _origin)}");

    private void WriteRow(TextWriter writer, string members)
    {
        writer.Write(_isFirst ? "\n{" : ",\n{");
        writer.Write(members);
        writer.Write('}');
        _isFirst = false;
    }

    private static string Text(string name, string? text) => text is null ? string.Empty : $",\"{name}\":{JsonText.Quote(text)}";

    private static string Microseconds(long ticks) => (ticks * 1e6 / Stopwatch.Frequency).ToString("0.###", CultureInfo.InvariantCulture);
}
