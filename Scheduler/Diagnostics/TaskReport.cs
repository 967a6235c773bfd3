namespace Coroutines;

/// <summary>The tasks of a scheduler in text, and what its loop is stuck in, if it is.</summary>
internal static class TaskReport
{
    internal static string Of(Scheduler scheduler, Sight sight)
    {
        string first = sight is { IsFromOutside: true, Step: { } step } ? $"{step}\n" : string.Empty;
        if (sight.IsBlind)
        {
            return $"{first}Its tasks change too fast to be read from outside.\n";
        }

        var tree = new TaskTree(
            scheduler.Tasks.Look(), [.. scheduler.Reports.Unseen.Tasks()], scheduler.Waits.Describe(sight.Now), sight.IsFromOutside);
        return $"{first}{tree}";
    }
}
