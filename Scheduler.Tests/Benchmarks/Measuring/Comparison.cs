namespace Coroutines.Benchmarks;

/// <summary>The same work done by ours and by the others: one row of the table.</summary>
internal sealed class Comparison(string operation, Contender ours, Contender ring, Contender asyncio)
{
    /// <summary>How many times faster than <c>async/await</c> ours is to be; 0 for no such goal.</summary>
    internal double AsyncAwaitGoal { get; init; }

    /// <summary>How many times faster than asyncio ours is to be; 0 for no such goal.</summary>
    internal double AsyncioGoal { get; init; } = 25;

    internal void WarmUp()
    {
        ours.WarmUp();
        ring.WarmUp();
    }

    /// <summary>Measures all of them in turn.</summary>
    internal static IEnumerable<Row> Measure(params Comparison[] all)
    {
        Contender.Measure(4, [.. all.SelectMany(comparison => comparison.InProcess)]);
        Contender.Measure(3, [.. all.SelectMany(comparison => comparison.Everyone)]);
        return all.Select(comparison => comparison.ToRow());
    }

    private Contender[] InProcess => [ours, ring];

    private Contender[] Everyone => [ours, ring, asyncio];

    private Row ToRow() => new(operation, ours.Median)
    {
        AsyncAwait = ring.Median,
        Asyncio = asyncio.Median,
        Checks = [.. Checks()],
    };

    private IEnumerable<Check> Checks()
    {
        if (AsyncAwaitGoal > 0)
        {
            yield return Check.Faster(AsyncAwaitGoal, ours.Median, ring.Median, "async/await");
        }

        if (AsyncioGoal > 0)
        {
            yield return Check.Faster(AsyncioGoal, ours.Median, asyncio.Median, "asyncio");
        }
    }
}
