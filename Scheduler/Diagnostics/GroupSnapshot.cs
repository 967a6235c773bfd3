using System.Diagnostics;

namespace Coroutines;

/// <summary>How a group with tasks stood when a <see cref="SchedulerSnapshot"/> was taken.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class GroupSnapshot
{
    internal GroupSnapshot()
    {
    }

    /// <summary>What it is called, with what it is.</summary>
    /// <returns>For example <c>group 'enemies'</c>, <c>a group</c>, <c>host 'server'</c>.</returns>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The group around it: an index into <see cref="SchedulerSnapshot.Groups"/>; null for none.</summary>
    public int? Parent { get; internal init; }

    /// <summary>How fast its time goes, compared with that around it.</summary>
    public double TimeScale { get; internal init; }

    /// <summary>Whether it is paused, or one around it is.</summary>
    public bool IsPaused { get; internal init; }

    /// <summary>Its time in seconds.</summary>
    public double Time { get; internal init; }

    /// <summary>How many unfinished tasks are in it, those of the groups in it included.</summary>
    public int TaskCount { get; internal init; }

    /// <summary>In one line.</summary>
    /// <returns>For example <c>group 'enemies' (3 tasks, time × 0.5, paused)</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Name} ({TaskCount} {(TaskCount == 1 ? "task" : "tasks")}{(TimeScale == 1 ? string.Empty : $", time × {SecondsText.Of(TimeScale)}")}{(IsPaused ? ", paused" : string.Empty)})");
}
