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

    private readonly Comparison _tasks = new(
        "skynet, 1,000,000 leaves, a leaf",
        new Contender(Leaves, leaves => RunOurs(Node(0, leaves), leaves)),
        new Contender(Leaves, SkynetOnRing.Run),
        CPython.Contender("skynet.py", Leaves, "tasks"))
    {
        AsyncAwaitGoal = 1,

        // As large a tree as ours, which takes it ten seconds: in a smaller one, a leaf costs less.
        AsyncioRounds = 1,
    };

    // No goal for calls: each is two objects here, and none where an async method does not suspend.
    private readonly Comparison _direct = new(
        "the same without tasks",
        new Contender(Leaves, leaves => RunOurs(DirectNode(0, leaves), leaves)),
        new Contender(Leaves, SkynetOnRing.RunDirect),
        CPython.Contender("skynet.py", Leaves, "direct"))
    {
        AsyncioGoal = 0,
    };

    public string Name => "skynet";

    public void WarmUp()
    {
        _tasks.WarmUp();
        _direct.WarmUp();
    }

    public IEnumerable<Row> Measure() => Comparison.Measure(_tasks, _direct);

    /// <summary>The sum that a node of so many numbers has to come to.</summary>
    internal static long SumOf(long first, int size) => size * first + size * (size - 1L) / 2;

    internal static void Verify(long sum, int leaves)
    {
        if (sum != SumOf(0, leaves))
        {
            throw new InvalidOperationException($"The tree comes to {sum}.");
        }
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
