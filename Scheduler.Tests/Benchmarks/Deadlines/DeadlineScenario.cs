using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>Time limits around something that is ready: a future that is done.</summary>
internal sealed class DeadlineScenario : IScenario
{
    internal const double Limit = 10;

    private const int Count = 1_000_000;

    private readonly Comparison _waitFor = new(
        "WaitFor of something ready",
        new Contender(Count, count => RunOurs(ready => WaitForReady(ready, count))),
        new Contender(Count, DeadlineOnRing.RunWait),
        CPython.Contender("deadline.py", Count / 10, "wait_for"));

    private readonly Comparison _timeout = new(
        "Timeout around something ready",
        new Contender(Count, count => RunOurs(ready => TimeoutAroundReady(ready, count))),
        new Contender(Count, DeadlineOnRing.RunTimeout),
        CPython.Contender("deadline.py", Count / 10, "timeout"));

    public string Name => "deadline";

    public void WarmUp()
    {
        _waitFor.WarmUp();
        _timeout.WarmUp();
    }

    public IEnumerable<Row> Measure() => Comparison.Measure(_waitFor, _timeout);

    private static void RunOurs(Func<Future, IEnumerator<Awaitable>> main)
    {
        using var scheduler = new Scheduler();
        Future ready = scheduler.CreateFuture();
        ready.SetResult();
        scheduler.RunUntilComplete(main(ready));
    }

    private static IEnumerator<Awaitable> WaitForReady(Future ready, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return WaitFor(ready, Limit);
        }
    }

    private static IEnumerator<Awaitable> TimeoutAroundReady(Future ready, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using (Timeout(Limit))
            {
                yield return ready;
            }
        }
    }
}
