namespace Coroutines;

/// <summary>Which task of a snapshot a step was one of.</summary>
internal static class LintPlace
{
    /// <summary>The task's number; 0 if it is over, or the step was none's.</summary>
    internal static long Of(in StepEvent step, SchedulerSnapshot snapshot)
    {
        long id = step.TaskId;
        return id == 0 ? 0 : snapshot.Tasks.FirstOrDefault(task => task.StepEventId == id)?.Id ?? 0;
    }
}
