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
        CoSemaphore places = new(atOnce);
        TaskGroup group = new();
        foreach (string page in pages)
        {
            group.CreateTask(One(places, download(page)));
        }

        yield return group;
    }

    private static IEnumerator<Awaitable> One(CoSemaphore places, IEnumerator<Awaitable> download)
    {
        yield return places.Acquire().Into(out var held);
        using (held.Result)
        {
            yield return Await(download);
        }
    }
}
