using System.Diagnostics;
using System.Globalization;

namespace Coroutines;

/// <summary>What a page asks for again and again: a scheduler as it stands, as JSON. What is null or usual is left out.</summary>
internal static class PageState
{
    private const string NoNumber = "null";

    internal static void Write(TextWriter writer, LoopReading reading, IReadOnlyList<Lint> lints, DashboardOptions options, bool isRefused)
    {
        SchedulerSnapshot snapshot = reading.Snapshot;
        writer.Write(FormattableString.Invariant(
            $"{{\"scheduler\":{JsonText.Quote(snapshot.Scheduler)},\"time\":{Number(snapshot.Time)},\"iteration\":{snapshot.Iteration},\"frame\":{snapshot.FrameCount}"));
        writer.Write(FormattableString.Invariant(
            $",\"running\":{Truth(snapshot.IsRunning)},\"disposed\":{Truth(snapshot.IsDisposed)},\"consistent\":{Truth(snapshot.IsConsistent)},\"partial\":{Truth(snapshot.IsPartial)}"));
        writer.Write(FormattableString.Invariant(
            $",\"observed\":{Truth(reading.Tally is not null)},\"refused\":{Truth(isRefused)},\"pause\":{Number(reading.Pause)},\"lookMs\":{Number(reading.LookTime * 1000)},\"budgetMs\":{Number(options.FrameBudget.Seconds * 1000)}"));
        WriteStep(writer, snapshot.Step);
        WriteCounts(writer, snapshot);
        if (reading.Tally is { } tally)
        {
            WriteSeconds(writer, tally);
            WriteList(writer, "longest", tally.Longest, (list, step) => WriteLongest(list, step, tally, snapshot));
            WriteFrames(writer, tally.Frames);
        }

        WriteList(writer, "lints", lints, static (list, lint) => list.Write(FormattableString.Invariant(
            $"{{\"kind\":\"{lint.Kind}\",\"text\":{JsonText.Quote(lint.Text)},\"task\":{lint.TaskId}}}")));
        WriteList(writer, "rings", snapshot.Rings, static (list, ring) => list.Write(JsonText.Quote(ring)));
        WriteList(writer, "groups", snapshot.Groups, WriteGroup);
        WriteList(writer, "tasks", snapshot.Tasks, WriteTask);
        writer.Write("}\n");
    }

    private static void WriteStep(TextWriter writer, StepUnderWay? step)
    {
        if (step is not null)
        {
            writer.Write(FormattableString.Invariant(
                $",\"step\":{{\"text\":{JsonText.Quote(step.ToString())},\"task\":{step.TaskId},\"seconds\":{Number(step.Elapsed.TotalSeconds)},\"exact\":{Truth(step.IsExact)}}}"));
        }
    }

    private static void WriteCounts(TextWriter writer, SchedulerSnapshot snapshot) => writer.Write(FormattableString.Invariant(
        $",\"counts\":{{\"tasks\":{snapshot.Tasks.Count},\"ready\":{snapshot.ReadyCount},\"timers\":{snapshot.TimerCount},\"sleepers\":{snapshot.SleeperCount},\"frameWaiters\":{snapshot.FrameWaiterCount},\"sockets\":{snapshot.SocketWaitCount},\"predicates\":{snapshot.PredicateCount}}}"));

    private static void WriteSeconds(TextWriter writer, TallyReading tally)
    {
        // Of a second before the counting began, nothing is known.
        long known = tally.Started / Stopwatch.Frequency;
        long first = (tally.Now / Stopwatch.Frequency) - tally.Seconds.Length;
        TallySecond[] seconds = [.. tally.Seconds.Skip((int)Math.Clamp(known - first, 0, tally.Seconds.Length))];
        writer.Write(FormattableString.Invariant($",\"total\":{tally.Steps}"));
        WriteList(writer, "steps", seconds, static (list, second) => list.Write(second.Steps.ToString(CultureInfo.InvariantCulture)));
        WriteList(writer, "iterations", seconds, static (list, second) => list.Write(second.Iterations.ToString(CultureInfo.InvariantCulture)));
        WriteList(writer, "busyMs", seconds, static (list, second) => list.Write(Number(Milliseconds(second.Busy))));
        WriteList(writer, "lagMs", seconds, static (list, second) => list.Write(Number(Milliseconds(second.Lag))));
    }

    private static void WriteLongest(TextWriter writer, StepEvent step, TallyReading tally, SchedulerSnapshot snapshot) => writer.Write(FormattableString.Invariant(
        $"{{\"name\":{JsonText.Quote(step.TaskName ?? $"{step.Kind}")}{Text("coroutine", step.Coroutine)},\"ms\":{Number(Milliseconds(step.DurationInTicks))},\"ago\":{Number(tally.SecondsSince(step.Timestamp))},\"time\":{Number(step.Time)},\"frame\":{step.Frame},\"task\":{LintPlace.Of(step, snapshot)}}}"));

    private static void WriteFrames(TextWriter writer, FrameEvent[] frames)
    {
        if (frames.Length > 0)
        {
            writer.Write(FormattableString.Invariant($",\"firstFrame\":{frames[0].Number}"));
            WriteList(writer, "framesMs", frames, static (list, frame) => list.Write(Number(Milliseconds(frame.DurationInTicks))));
        }
    }

    private static void WriteGroup(TextWriter writer, GroupSnapshot group) => writer.Write(FormattableString.Invariant(
        $"{{\"name\":{JsonText.Quote(group.Name)}{Member("parent", group.Parent)},\"timeScale\":{Number(group.TimeScale)},\"paused\":{Truth(group.IsPaused)},\"time\":{Number(group.Time)},\"tasks\":{group.TaskCount}}}"));

    private static void WriteTask(TextWriter writer, TaskSnapshot task)
    {
        writer.Write(FormattableString.Invariant(
            $"{{\"id\":{task.Id},\"name\":{JsonText.Quote(task.Name)},\"state\":\"{task.State}\",\"place\":{JsonText.Quote(task.Place)},\"kind\":\"{task.WaitKind}\",\"wait\":{JsonText.Quote(task.Wait)}"));
        writer.Write(Member("parent", task.ParentId == 0 ? null : task.ParentId));
        writer.Write(Member("awaiter", task.Awaiters.Count == 0 ? null : task.Awaiters[0]));
        writer.Write(Member("group", task.Group));
        writer.Write(Member("age", task.Age));
        writer.Write(Member("steps", task.StepCount));
        writer.Write(Member("stepMs", task.StepTime?.TotalMilliseconds));
        writer.Write(Member("left", task.SecondsLeft));
        writer.Write(Member("framesLeft", task.FramesLeft));
        writer.Write(Text("phase", task.Phase));
        writer.Write(Text("fault", task.Fault));
        writer.Write(task.IsHeld ? ",\"held\":true}" : "}");
    }

    private static void WriteList<T>(TextWriter writer, string name, IReadOnlyList<T> items, ItemWriter<T> write)
    {
        writer.Write($",\"{name}\":[");
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                writer.Write(',');
            }

            write(writer, items[i]);
        }

        writer.Write(']');
    }

    private static string Member(string name, double? value) => value is { } number ? $",\"{name}\":{Number(number)}" : string.Empty;

    private static string Text(string name, string? text) => text is null ? string.Empty : $",\"{name}\":{JsonText.Quote(text)}";

    // JSON knows no infinity.
    private static string Number(double value) => double.IsNaN(value) || double.IsInfinity(value) ? NoNumber : value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Truth(bool value) => value ? "true" : "false";

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;

    private delegate void ItemWriter<T>(TextWriter writer, T item);
}
