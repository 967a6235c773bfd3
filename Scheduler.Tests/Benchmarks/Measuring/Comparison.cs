namespace Coroutines.Benchmarks;

/// <summary>The same work done by ours and by the others: one row of the table.</summary>
internal sealed class Comparison(string operation, Contender ours, Contender context, Contender asyncio)
{
    private const int MostRounds = 3;

    /// <summary>How many times faster than <c>async/await</c> ours is to be; 0 for no such goal.</summary>
    internal double AsyncAwaitGoal { get; init; }

    /// <summary>How many times faster than asyncio ours is to be; 0 for no such goal.</summary>
    internal double AsyncioGoal { get; init; } = 25;

    /// <summary>The same on a ring without a context; null where that is not compared.</summary>
    internal Contender? Ring { get; init; }

    /// <summary>The same by the bare-bones scheduler; null where that is not compared.</summary>
    internal Contender? BareBones { get; init; }

    /// <summary>How many times of what the ring takes ours may take; 0 for no such goal.</summary>
    internal double RingGoal { get; init; }

    /// <summary>How often asyncio is measured; less often where it takes long.</summary>
    internal int AsyncioRounds { get; init; } = MostRounds;

    internal void WarmUp()
    {
        foreach (Contender contender in Ours())
        {
            contender.WarmUp();
        }
    }

    /// <summary>Measures all of them in turn.</summary>
    internal static IEnumerable<Row> Measure(params Comparison[] all)
    {
        Contender.Measure(4, [.. all.SelectMany(comparison => comparison.ContendersOf(MostRounds))]);
        for (int round = 0; round < MostRounds; round++)
        {
            Contender.Measure(1, [.. all.SelectMany(comparison => comparison.ContendersOf(round))]);
        }

        return all.Select(comparison => comparison.ToRow());
    }

    private Contender[] ContendersOf(int round) => round < AsyncioRounds ? [.. Ours(), asyncio] : [.. Ours()];

    // All that run in this process.
    private IEnumerable<Contender> Ours() => new[] { ours, context, Ring, BareBones }.OfType<Contender>();

    private Row ToRow() => new(operation, ours.Median)
    {
        BareBones = BareBones?.Median ?? double.NaN,
        Ring = Ring?.Median ?? double.NaN,
        AsyncAwait = context.Median,
        Asyncio = asyncio.Median,
        Checks = [.. Checks()],
    };

    private IEnumerable<Check> Checks()
    {
        if (AsyncAwaitGoal > 0)
        {
            yield return Check.Faster(AsyncAwaitGoal, ours.Median, context.Median, "async/await");
        }

        if (RingGoal > 0)
        {
            yield return Check.AtMost(RingGoal, ours.Median, Ring!.Median, "ring");
        }

        if (AsyncioGoal > 0)
        {
            yield return Check.Faster(AsyncioGoal, ours.Median, asyncio.Median, "asyncio");
        }
    }
}
