using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>
/// A tree of 1,000,000 leaves in which each node adds up its ten children: once with a task for each of them, once with
/// calls that are awaited one after the other.
/// </summary>
internal sealed class SkynetScenario : IScenario
{
    internal const int Children = 10;

    private const int Leaves = 1_000_000;

    private readonly Contender _ours = new(Leaves, leaves => RunOurs(Node(0, leaves), leaves));
    private readonly Contender _bareBones = new(Leaves, SkynetBare.Run);
    private readonly Contender _ring = new(Leaves, leaves => SkynetOnRing.Run(leaves, withContext: false));
    private readonly Contender _context = new(Leaves, leaves => SkynetOnRing.Run(leaves, withContext: true));
    private readonly Contender _asyncio = CPython.Contender("skynet.py", Leaves, "tasks");

    private readonly Contender _oursDirect = new(Leaves, leaves => RunOurs(DirectNode(0, leaves), leaves));
    private readonly Contender _ringDirect = new(Leaves, SkynetOnRing.RunDirect);
    private readonly Contender _asyncioDirect = CPython.Contender("skynet.py", Leaves, "direct");

    public string Name => "skynet";

    private IReadOnlyList<Contender> All => [_ours, _bareBones, _ring, _context, _oursDirect, _ringDirect];

    public void WarmUp()
    {
        foreach (Contender contender in All)
        {
            contender.WarmUp();
        }
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(5, All);

        // As large a tree as ours, which takes it ten seconds: in a smaller one, a leaf costs less.
        Contender.Measure(1, [_asyncio, _asyncioDirect]);
        yield return new Row("skynet, 1,000,000 leaves, a leaf", _ours.Median)
        {
            BareBones = _bareBones.Median,
            Ring = _ring.Median,
            AsyncAwait = _context.Median,
            Asyncio = _asyncio.Median,
            Checks =
            [
                Check.AtMost(0.85, _ours.Median, _ring.Median, "ring"),
                Check.Faster(25, _ours.Median, _asyncio.Median, "asyncio"),
            ],
        };
        yield return BytesRow("the same, bytes a leaf", 199, Node);
        yield return new Row("the same by direct calls, a leaf", _oursDirect.Median)
        {
            Ring = _ringDirect.Median,
            Asyncio = _asyncioDirect.Median,
            Checks = [Check.Under(90, _oursDirect.Median, "ns")],
        };
        yield return BytesRow("the same, bytes a leaf", 165, DirectNode);
    }

    /// <summary>The sum that a node of so many numbers has to come to.</summary>
    internal static long SumOf(long first, int size) => size * first + size * (size - 1L) / 2;

    internal static void Verify(long sum, int leaves)
    {
        if (sum != SumOf(0, leaves))
        {
            throw new InvalidOperationException($"The tree comes to {sum}.");
        }
    }

    private static Row BytesRow(string operation, double limit, Func<long, int, IEnumerator<Awaitable>> root)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        RunOurs(root(0, Leaves), Leaves);
        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Leaves;
        return new Row(operation, bytes, "B") { Checks = [Check.Bytes(limit, bytes)] };
    }

    private static void RunOurs(IEnumerator<Awaitable> root, int leaves)
    {
        using var scheduler = new Scheduler();
        Verify(scheduler.RunUntilComplete<long>(root), leaves);
    }

    private static IEnumerator<Awaitable> Node(long first, int size)
    {
        // One number, except in the smaller trees of the warm-up.
        if (size < Children)
        {
            yield return Return(SumOf(first, size));
        }

        int part = size / Children;
        var children = new CoTask<long>[Children];
        for (int i = 0; i < Children; i++)
        {
            children[i] = CreateTask<long>(Node(first + i * part, part));
        }

        long sum = 0;
        for (int i = 0; i < Children; i++)
        {
            yield return children[i];
            sum += children[i].Result;
        }

        yield return Return(sum);
    }

    private static IEnumerator<Awaitable> DirectNode(long first, int size)
    {
        if (size < Children)
        {
            yield return Return(SumOf(first, size));
        }

        int part = size / Children;
        long sum = 0;
        for (int i = 0; i < Children; i++)
        {
            yield return Await<long>(DirectNode(first + i * part, part)).Into(out Awaitable<long> child);
            sum += child.Result;
        }

        yield return Return(sum);
    }
}
