using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>A page of the newspaper.</summary>
public sealed record Page(string[] Headlines, bool IsLast);

public static class News
{
    /// <summary>The pages 1, 2 and so on up to the last one, each to be awaited; none is fetched before it is asked for.</summary>
    public static IEnumerable<Awaitable<Page>> Pages(Func<int, IEnumerator<Awaitable>> fetch)
    {
        // Await<Page>(fetch(number)) is what a reader can await. When the iterator goes on behind its `yield return`, it has a Result.
        yield break;
    }

    /// <summary>
    /// Puts the headlines of all pages into the queue, and waits while it is full. However it ends, the queue is shut down then.
    /// </summary>
    public static IEnumerator<Awaitable> Publish(Func<int, IEnumerator<Awaitable>> fetch, CoQueue<string> headlines)
    {
        // A foreach over Pages(fetch), and in it another one over the headlines of the page.
        yield break;
    }

    /// <summary>Prints each headline that comes, until the queue is shut down and empty.</summary>
    public static IEnumerator<Awaitable> Show(CoQueue<string> headlines, Action<string> print)
    {
        // headlines.ReadAll() has Next() to yield, IsAtEnd and Current.
        yield break;
    }
}
