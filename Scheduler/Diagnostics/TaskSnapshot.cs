using System.Diagnostics;

namespace Coroutines;

/// <summary>What a task was doing when a <see cref="SchedulerSnapshot"/> was taken. Holds no task, so it may be kept.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class TaskSnapshot
{
    internal TaskSnapshot()
    {
    }

    /// <summary>A number that no other task of the scheduler has, and that it has in each snapshot.</summary>
    public long Id { get; internal init; }

    /// <summary>Its name.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The number that <see cref="StepEvent.TaskId"/> has for it; 0 if it took no step while the scheduler was observed.</summary>
    public long StepEventId { get; internal init; }

    /// <summary>The <see cref="Id"/> of the task that has started it; 0 if it was none, or nobody observed it.</summary>
    public long ParentId { get; internal init; }

    /// <summary>The group that it is in, or its host in a simulation: an index into <see cref="SchedulerSnapshot.Groups"/>; null for none.</summary>
    public int? Group { get; internal init; }

    /// <summary>Where it stands.</summary>
    public FutureState State { get; internal init; }

    /// <summary>Whether it has come to its step and is held up, as its group is paused.</summary>
    public bool IsHeld { get; internal init; }

    /// <summary>How many cancels were asked for and not taken back.</summary>
    public int Cancelling { get; internal init; }

    /// <summary>Its priority in a phase of a frame.</summary>
    public int Priority { get; internal init; }

    /// <summary>The names of the coroutines that it is in, the outermost first; empty if it is done.</summary>
    public IReadOnlyList<string> Coroutines { get; internal init; } = [];

    /// <summary>The same in one line; of a very deep chain, both ends.</summary>
    public string Place => StackEntry.Line(Coroutines);

    /// <summary>What sort of thing it waits for.</summary>
    public WaitKind WaitKind { get; internal init; }

    /// <summary>What it does or waits for, in words, as <see cref="Scheduler.FormatTasks"/> has them.</summary>
    public string Wait { get; internal init; } = string.Empty;

    /// <summary>
    /// How long it sleeps still, or until the next moment of its <see cref="Ticker"/>, in seconds of its group's time, or of the scheduler's where it has
    /// none; 0 if that has come. Null while it waits for something else, or for ever.
    /// </summary>
    public double? SecondsLeft { get; internal init; }

    /// <summary>How many frames it waits still, by <c>WaitFrames</c>; null while it waits for something else.</summary>
    public long? FramesLeft { get; internal init; }

    /// <summary>The phase that it waits for; null while it waits for something else.</summary>
    public string? Phase { get; internal init; }

    /// <summary>The <see cref="Id"/>s of the tasks whose ends it waits for, directly or through a <c>Gather</c> and the like.</summary>
    public IReadOnlyList<long> Awaiting { get; internal init; } = [];

    /// <summary>The <see cref="Id"/>s of the tasks that wait for its end.</summary>
    public IReadOnlyList<long> Awaiters { get; internal init; } = [];

    /// <summary>The <see cref="Id"/>s of the tasks that hold what it waits for, as far as can be told: the holder of a lock.</summary>
    public IReadOnlyList<long> Holders { get; internal init; } = [];

    /// <summary>What it has failed with, if nobody has looked at that; null unless it has failed.</summary>
    public string? Fault { get; internal init; }

    /// <inheritdoc cref="CoTask.Age"/>
    public double? Age { get; internal init; }

    /// <inheritdoc cref="CoTask.StepCount"/>
    public long? StepCount { get; internal init; }

    /// <inheritdoc cref="CoTask.StepTime"/>
    public TimeSpan? StepTime { get; internal init; }

    /// <summary>In one line.</summary>
    /// <returns>For example <c>reader (Waiting) Main > Read: sleeping until 2.5 s (in 2.5 s)</c>.</returns>
    public override string ToString() => Fault is null
        ? $"{Repr.Name(Name)} ({State}) {Place}: {Wait}"
        : $"{Repr.Name(Name)} ({State}, exception={Fault})";
}
