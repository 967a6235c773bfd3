namespace Coroutines.Exercises;

/// <summary>A task has waited: between two steps of its own.</summary>
/// <param name="Task">The name of the task.</param>
/// <param name="For">What it waited for.</param>
/// <param name="Seconds">How long.</param>
/// <param name="EndedBy">The name of the task that woke it; "nobody" where none has, as at the end of a sleep.</param>
public sealed record WaitOfATask(string Task, string For, double Seconds, string EndedBy);

/// <summary>Answers questions about what a scheduler has run, from the steps that a <see cref="StepRecorder"/> has kept.</summary>
public static class Timeline
{
    /// <summary>All waits that are over, in the order in which they ended.</summary>
    public static List<WaitOfATask> FindWaits(IReadOnlyList<StepEvent> steps)
    {
        // Go through the steps, and keep the last one of each task: its Time is when the wait began, and its WaitsFor or Wait says for what.
        return [];
    }

    /// <summary>The longest wait that was for something else than time: who sleeps, wants to wait. Null if there is none.</summary>
    public static WaitOfATask? LongestWait(IReadOnlyList<StepEvent> steps)
    {
        return null;
    }

    /// <summary>What was waited for longest, by all tasks together, sleeps aside. Null if nobody has waited.</summary>
    public static string? Bottleneck(IReadOnlyList<StepEvent> steps)
    {
        return null;
    }
}
