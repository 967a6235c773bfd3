using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>A page of the newspaper.</summary>
public sealed record Page(string[] Headlines, bool IsLast);

public static class News
{
    /// <summary>The pages 1, 2 and so on up to the last one, each to be awaited; none is fetched before it is asked for.</summary>
    public static IEnumerable<Awaitable<Page>> Pages(Func<int, IEnumerator<Awaitable>> fetch)
    {
        for (int number = 1; ; number++)
        {
            var page = Await<Page>(fetch(number));
            yield return page;
            if (page.Result.IsLast)
            {
                yield break;
            }
        }
    }

    /// <summary>
    /// Puts the headlines of all pages into the queue, and waits while it is full. However it ends, the queue is shut down then.
    /// </summary>
    public static IEnumerator<Awaitable> Publish(Func<int, IEnumerator<Awaitable>> fetch, CoQueue<string> headlines)
    {
        try
        {
            foreach (var next in Pages(fetch))
            {
                yield return next;
                foreach (string headline in next.Result.Headlines)
                {
                    yield return headlines.Put(headline);
                }
            }
        }
        finally
        {
            headlines.Shutdown();
        }
    }

    /// <summary>Prints each headline that comes, until the queue is shut down and empty.</summary>
    public static IEnumerator<Awaitable> Show(CoQueue<string> headlines, Action<string> print)
    {
        var reader = headlines.ReadAll();
        while (true)
        {
            yield return reader.Next();
            if (reader.IsAtEnd)
            {
                break;
            }

            print(reader.Current);
        }
    }
}
