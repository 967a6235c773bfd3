using static Coroutines.Awaitable;

namespace Coroutines.Examples.Fetch;

/// <summary>Fetches many pages side by side, a bounded number at a time.</summary>
/// <remarks>
/// As many workers as pages may be under way; each takes the next address from the queue when it is done with one. All
/// run on one thread and change places only at a <c>yield return</c>, so queue and report need no lock.
/// </remarks>
internal sealed class PageCrew(FetchArguments arguments, FetchReport report)
{
    // Fifty connections in one instant are more than a small server's queue holds (Python's http.server has room for
    // five), and one that is dropped there is tried again only after a second or more.
    private const double StartInterval = 0.004;

    private readonly HttpFetcher _fetcher = new(arguments.Timeout);
    private readonly Queue<string> _urls = new(arguments.Urls);

    internal IEnumerator<Awaitable> FetchAll()
    {
        double start = Scheduler.Current.Time;
        var workers = new List<CoTask>();
        while (workers.Count < arguments.Limit && _urls.Count > 0)
        {
            workers.Add(CreateTask(Work(), name: $"worker {workers.Count + 1}"));
            yield return Sleep(StartInterval);
        }

        foreach (CoTask worker in workers)
        {
            yield return worker;
        }

        report.Total(Scheduler.Current.Time - start);
    }

    private IEnumerator<Awaitable> Work()
    {
        while (_urls.TryDequeue(out string? url))
        {
            double start = Scheduler.Current.Time;
            yield return Settle(_fetcher.Fetch(url), out Outcome<HttpResponse> outcome);
            report.Add(url, outcome, Scheduler.Current.Time - start);
        }
    }
}
