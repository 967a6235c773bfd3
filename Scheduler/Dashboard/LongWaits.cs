using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// "Waits long": a task that has waited for a lock, an event, a queue, another primitive or a future for longer than it may, without a step in between. Sleeps, frames,
/// sockets, and waits for other tasks are none of these, nor is a server that serves for ever.
/// </summary>
/// <remarks>Since when it waits is known from when it was seen first: no task pays for it.</remarks>
/// <param name="limit">How long it may wait, in seconds of real time.</param>
internal sealed class LongWaits(double limit)
{
    private Dictionary<long, Wait> _waits = [];

    internal IEnumerable<Lint> Find(LoopReading reading)
    {
        if (reading.Snapshot.IsPartial)
        {
            return [];
        }

        TaskSnapshot[] waiting = [.. reading.Snapshot.Tasks.Where(IsLooking)];
        _waits = waiting.ToDictionary(static task => task.Id, task => Since(task, reading));
        return waiting
            .Select(task => (Task: task, Seconds: (reading.Timestamp - _waits[task.Id].Since) / (double)Stopwatch.Frequency))
            .Where(wait => wait.Seconds > limit)
            .OrderByDescending(static wait => wait.Seconds)
            .Select(wait => new Lint(LintKind.WaitsLong, Tell(wait.Task, wait.Seconds, reading.Snapshot), wait.Task.Id));
    }

    // A gather and the like wait for tasks, and a server waits for ever.
    private static bool IsLooking(TaskSnapshot task) => !task.IsHeld && task.WaitKind switch
    {
        WaitKind.Primitive => true,
        WaitKind.Future => task.Awaiting.Count == 0 && !task.Wait.EndsWith(Repr.Of(CoServer.Forever), StringComparison.Ordinal),
        _ => false,
    };

    // Where steps are not counted, the words tell whether it is the same wait.
    private Wait Since(TaskSnapshot task, LoopReading reading) =>
        _waits.TryGetValue(task.Id, out Wait wait) && wait.StepCount == task.StepCount && (reading.Tally is not null || wait.What == task.Wait)
            ? wait
            : new Wait(task.StepCount, task.Wait, reading.Timestamp);

    private static string Tell(TaskSnapshot task, double seconds, SchedulerSnapshot snapshot)
    {
        string[] holders = [.. snapshot.Tasks.Where(other => task.Holders.Contains(other.Id)).Select(static other => Repr.Of(other.Name)).Take(3)];
        string advice = holders.Length > 0
            ? $"It is held by {string.Join(", ", holders)}: see what that does, or give up after a time, by WaitFor or Timeout."
            : "If nobody is to bring that about any more, cancel it, or give up after a time, by WaitFor or Timeout.";
        return FormattableString.Invariant($"{task.Place} (task {Repr.Of(task.Name)}) has been {task.Wait} for at least {seconds:0} s. {advice}");
    }

    private readonly record struct Wait(long? StepCount, string What, long Since);
}
