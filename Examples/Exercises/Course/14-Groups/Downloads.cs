using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Downloads
{
    /// <summary>
    /// Runs a download for each page, side by side, but at most so many at the same time; whoever waits begins as soon as another
    /// one has ended. It ends when all have ended. When one fails, the others are cancelled, and then an AggregateException has the error.
    /// </summary>
    public static IEnumerator<Awaitable> All(
        IEnumerable<string> pages, int atOnce, Func<string, IEnumerator<Awaitable>> download)
    {
        // Give a TaskGroup one task for each page, and yield the group. For the limit, write a second coroutine, which first
        // acquires a place of a CoSemaphore, and awaits the download while it has it; that is what the group runs.
        yield break;
    }
}
