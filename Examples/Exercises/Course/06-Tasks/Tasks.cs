using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Tasks
{
    /// <summary>Runs the first coroutine to its end, and then the second.</summary>
    public static void OneAfterTheOther(Scheduler scheduler, IEnumerator<Awaitable> first, IEnumerator<Awaitable> second)
    {
        // Use scheduler.RunUntilComplete here, once for each.
    }

    /// <summary>Runs both coroutines side by side, and ends when both have ended.</summary>
    public static IEnumerator<Awaitable> SideBySide(IEnumerator<Awaitable> first, IEnumerator<Awaitable> second)
    {
        // Make a task of each with CreateTask, and await both tasks.
        yield break;
    }
}
