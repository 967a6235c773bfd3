using Coroutines.Testing;
using Coroutines.Tests.Testing;

namespace Coroutines.Benchmarks;

/// <summary>
/// A run of an exploration, by the default strategy: four clients of a pool of connections, in a hundred lines. The least that it could take is the
/// same program on a scheduler of its own, in the queue's order, with nobody who looks.
/// </summary>
internal sealed class ExploreScenario : IScenario
{
    private const int Runs = 10_000;

    private readonly Contender _explored = Explored(padding: 0);
    private readonly Contender _padded = Explored(padding: 2);
    private readonly Contender _bare = Bare(padding: 0);
    private readonly Contender _barePadded = Bare(padding: 2);

    public string Name => "explore";

    public void WarmUp()
    {
        foreach (Contender contender in new[] { _explored, _padded, _bare, _barePadded })
        {
            contender.WarmUp();
        }
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(7, [_explored, _bare, _padded, _barePadded]);
        yield return new Row("run of an exploration, a pool of connections", _explored.Median)
        {
            Bare = _bare.Median,
            Checks = [new Check(">= 20,000 /s", 1e9 / _explored.Median, 20_000, IsUpperLimit: false)],
        };
        yield return new Row("the same, two yields more between its steps", _padded.Median) { Bare = _barePadded.Median };
    }

    private static Contender Explored(int padding)
    {
        int seed = 1;
        return new Contender(Runs, runs =>
        {
            Schedules.Explore(() => ConnectionPool.Use(padding, PoolBug.None), runs, seed).ShouldPass();
            seed += runs;
        });
    }

    private static Contender Bare(int padding) => new(Runs, runs =>
    {
        for (int i = 0; i < runs; i++)
        {
            using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
            scheduler.RunUntilComplete(ConnectionPool.Use(padding, PoolBug.None));
        }
    });
}
