using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Tasks
{
    /// <summary>Runs the first coroutine to its end, and then the second.</summary>
    public static void OneAfterTheOther(Scheduler scheduler, IEnumerator<Awaitable> first, IEnumerator<Awaitable> second)
    {
        scheduler.RunUntilComplete(first);
        scheduler.RunUntilComplete(second);
    }

    /// <summary>Runs both coroutines side by side, and ends when both have ended.</summary>
    public static IEnumerator<Awaitable> SideBySide(IEnumerator<Awaitable> first, IEnumerator<Awaitable> second)
    {
        CoTask one = CreateTask(first);
        CoTask two = CreateTask(second);
        yield return one;
        yield return two;
    }
}
