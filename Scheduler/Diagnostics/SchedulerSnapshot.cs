using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// A scheduler's tasks and groups, and what they wait for, as data: what <see cref="Scheduler.FormatTasks"/> says in text. It never changes, holds
/// no task, and consists of properties only, so that it may be kept, sent, and written as JSON.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SchedulerSnapshot
{
    internal SchedulerSnapshot()
    {
    }

    /// <summary>What the scheduler is called.</summary>
    public string Scheduler { get; internal init; } = string.Empty;

    /// <summary>The scheduler's time in seconds. Under a <see cref="TimeProvider"/> of the user's own it may be what that was asked last.</summary>
    public double Time { get; internal init; }

    /// <summary>How many frames have begun; 0 outside of a game loop.</summary>
    public long FrameCount { get; internal init; }

    /// <summary>The phase of the frame that is being run; null for none.</summary>
    public string? Phase { get; internal init; }

    /// <summary>How many iterations have begun.</summary>
    public long Iteration { get; internal init; }

    /// <summary>Whether it was inside a run or a Tick.</summary>
    public bool IsRunning { get; internal init; }

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed { get; internal init; }

    /// <summary>
    /// Whether this is how it all stood at one moment, between two steps, or as the step saw it that has asked. False if the loop did not answer
    /// in time, see <see cref="Step"/>: then it was read while it may have changed, and one part may not fit another.
    /// </summary>
    public bool IsConsistent { get; internal init; }

    /// <summary>Whether it has changed so fast that its tasks and groups could not be read: there are none here.</summary>
    public bool IsPartial { get; internal init; }

    /// <summary>What the loop was running, and for how long; null if it ran nothing.</summary>
    public StepUnderWay? Step { get; internal init; }

    /// <summary>
    /// The tasks that are not done, in the order in which they were made; then those that have failed, and whose exception nobody has looked at.
    /// </summary>
    public IReadOnlyList<TaskSnapshot> Tasks { get; internal init; } = [];

    /// <summary>The groups that have tasks, each before those in it.</summary>
    public IReadOnlyList<GroupSnapshot> Groups { get; internal init; } = [];

    /// <summary>The rings of tasks that wait for each other, each in one line.</summary>
    public IReadOnlyList<string> Rings { get; internal init; } = [];

    /// <summary>How many steps and callbacks are to run next: what is left of the iteration, and what waits for the one after it.</summary>
    public int ReadyCount { get; internal init; }

    /// <summary>How many timers are set, those in the time of groups included.</summary>
    public int TimerCount { get; internal init; }

    /// <summary>How many tasks sleep, or wait for the next moment of a ticker.</summary>
    public int SleeperCount { get; internal init; }

    /// <summary>How many wait for a frame or a phase of one.</summary>
    public int FrameWaiterCount { get; internal init; }

    /// <summary>How many wait for a socket.</summary>
    public int SocketWaitCount { get; internal init; }

    /// <summary>How many predicates are polled.</summary>
    public int PredicateCount { get; internal init; }

    /// <summary>In one line.</summary>
    /// <returns>For example <c>scheduler 'game' at 12.5 s: 340 tasks, 12 ready, 200 timers</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"scheduler {Repr.Of(Scheduler)} at {SecondsText.Of(Time)} s: {Tasks.Count} {(Tasks.Count == 1 ? "task" : "tasks")}, {ReadyCount} ready, {TimerCount} {(TimerCount == 1 ? "timer" : "timers")}{(Step is null ? string.Empty : $"; {Step}")}");
}
