using System.Diagnostics;

namespace Coroutines;

/// <summary>The step, or the callback, that a loop was running when somebody looked.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class StepUnderWay
{
    internal StepUnderWay(CoTask? task, bool isStep, TimeSpan elapsed, bool isExact, int left)
    {
        TaskId = task?.Id ?? 0;
        TaskName = task?.Name;
        Coroutines = task?.CoroutineNames() ?? [];
        IsStep = isStep;
        Elapsed = elapsed;
        IsExact = isExact;
        LeftInIteration = left;
    }

    /// <summary>The number of the task, as in <see cref="TaskSnapshot.Id"/>; 0 if it is none's step.</summary>
    public long TaskId { get; }

    /// <summary>The name of the task; null if it is none's step.</summary>
    public string? TaskName { get; }

    /// <summary>The names of the coroutines that the task was in, the outermost first; empty if it is none's step.</summary>
    public IReadOnlyList<string> Coroutines { get; }

    /// <summary>Whether it is a step or a callback; false where the loop was busy otherwise: with a predicate, an exception handler, a clock.</summary>
    public bool IsStep { get; }

    /// <summary>How long it has lasted, in real time, or the least that it has.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>
    /// Whether <see cref="Elapsed"/> is exact, as where the scheduler is observed (<see cref="Scheduler.Observe"/>) or in debug mode. Otherwise
    /// the loop takes no times: it is counted from when somebody was the first to see it in this step.
    /// </summary>
    public bool IsExact { get; }

    /// <summary>How many steps and callbacks come after it in the same iteration.</summary>
    public int LeftInIteration { get; }

    /// <summary>In one line.</summary>
    /// <returns>For example <c>Main > Crunch (task 'Task-1') has been in its step for at least 0.25 s</c>.</returns>
    public override string ToString()
    {
        string who = !IsStep ? "The loop"
            : TaskName is null ? "A callback"
            : Coroutines.Count == 0 ? $"task {Repr.Of(TaskName)}"
            : $"{StackEntry.Line(Coroutines)} (task {Repr.Of(TaskName)})";
        string what = !IsStep ? "has been busy, with no step," : TaskName is null ? "has been running" : "has been in its step";
        string more = LeftInIteration > 0 ? FormattableString.Invariant($"; {LeftInIteration:#,0} more come after it in this iteration") : string.Empty;
        return FormattableString.Invariant($"{who} {what} for {(IsExact ? string.Empty : "at least ")}{Elapsed.TotalSeconds:0.###} s{more}");
    }
}
