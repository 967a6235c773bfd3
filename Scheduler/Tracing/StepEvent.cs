using System.Diagnostics;

namespace Coroutines;

/// <summary>One step of a task, or one callback: when it ran and how long, why, and what the task waits for since then.</summary>
/// <remarks>
/// It holds no task, so it may be kept: what it tells of the task stands beside it. Numbers are those of one scheduler, and no two of its tasks or
/// primitives have the same.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct StepEvent
{
    private readonly StepRecord _record;

    internal StepEvent(in StepRecord record) => _record = record;

    /// <summary>Whether it is a step of a task, or what else.</summary>
    public StepKind Kind => _record.Kind;

    /// <summary>Why the task took it.</summary>
    public StepCause Cause => _record.Cause;

    /// <summary>Whether the task was to take it when its group was paused, and takes it now as the group goes on.</summary>
    public bool IsAfterPause => _record.IsAfterPause;

    /// <summary>What it has come to, where it is a task's; of a callback or a timer nothing is known, and this is <see cref="StepEnd.Waits"/>.</summary>
    public StepEnd End => _record.End;

    /// <summary>What sort of thing the task waits for after it.</summary>
    public WaitKind Wait => _record.Wait;

    /// <summary>How many frames had begun (<see cref="Scheduler.FrameCount"/>); 0 outside of a game loop.</summary>
    public long Frame => _record.Frame;

    /// <summary>When it began, in real time: a value of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long Timestamp => _record.Timestamp;

    /// <summary>When it began, on the scheduler's clock: seconds, as <see cref="Scheduler.Time"/> has them.</summary>
    public double Time => _record.Time;

    /// <summary>How long it took, in real time, with what the loop does from one step to the next; an equal share where several were timed together.</summary>
    /// <remarks>A <see cref="TimeSpan"/> knows no less than 100 nanoseconds, which many a step does not take: <see cref="DurationInTicks"/> is exact.</remarks>
    public TimeSpan Duration => TimeSpan.FromSeconds(DurationInTicks / (double)Stopwatch.Frequency);

    /// <summary>The same as the clock has it, in units of <see cref="Stopwatch.Frequency"/> as <see cref="Timestamp"/> is: where durations are added up.</summary>
    public long DurationInTicks => _record.Duration;

    /// <summary>
    /// With how many others it was timed together, itself included: 1 if its time is its own, and 0 if it was not timed. Which way is taken is said by
    /// <see cref="StepRecorderOptions.Timing"/>.
    /// </summary>
    public int TimedTogether => _record.Together;

    /// <summary>The number of the task; 0 if it is none's step.</summary>
    public long TaskId => Task?.Id ?? 0;

    /// <summary>The name of the task, as it was called last; null if it is none's step.</summary>
    public string? TaskName => Task?.Name;

    /// <summary>The name of the coroutine that the task runs, which many tasks may share; null if it is none's step.</summary>
    public string? Coroutine => Task is null ? null : Task.Coroutine ?? Task.Name;

    /// <summary>The number of the task that has started this one; 0 if it was none, or that is not known.</summary>
    public long ParentId => Task?.ParentId ?? 0;

    /// <summary>The group of the task, or its host in a simulation; null for none.</summary>
    public string? Group => Task?.Group;

    /// <summary>With what the task has failed, and where in its coroutines; null unless it has.</summary>
    public string? Fault => End == StepEnd.Failed ? Task?.Fault : null;

    /// <summary>The number of the task whose step has put this one into the queue; 0 for a timer, a socket, another thread, or code outside.</summary>
    public long WokenById => _record.WokenBy?.Id ?? 0;

    /// <summary>The name of that task; null where there is none.</summary>
    public string? WokenByName => _record.WokenBy?.Name;

    /// <summary>The number of what the task waits for; 0 where that has none.</summary>
    public long WaitsForId => _record.On?.Id ?? 0;

    /// <summary>What the task waits for, in words: <c>lock 'db'</c>, the name of a task; null where <see cref="Wait"/> says it all.</summary>
    public string? WaitsFor => _record.On?.Name;

    internal TraceTag? Task => _record.Task;

    internal StepRecord Record => _record;

    /// <summary>For reports.</summary>
    /// <returns>For example <c>reader 1: Resumed by writer, 12.3 µs, waits for lock 'db'</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Repr.Name(TaskName ?? $"{Kind}")}{Why}, {DurationInTicks * 1e6 / Stopwatch.Frequency:0.0} µs{Then}");

    private string Why => (Kind == StepKind.Task ? $": {Cause}" : string.Empty) + (WokenByName is { } by ? $" by {Repr.Name(by)}" : string.Empty);

    private string Then => Kind != StepKind.Task ? string.Empty : End == StepEnd.Waits ? $", waits for {WaitsFor ?? $"{Wait}"}" : $", {End}";
}
