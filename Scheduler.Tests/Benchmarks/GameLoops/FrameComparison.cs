namespace Coroutines.Benchmarks;

/// <summary>The same frame, run by ours and by a plain list of iterators: one row of the table.</summary>
/// <param name="name">What it is called in the table.</param>
/// <param name="operations">How many operations a frame is: what its cost is divided by.</param>
/// <param name="ours">Runs a frame.</param>
/// <param name="list">Runs a frame; null if there is nothing to compare with.</param>
internal sealed class FrameComparison(string name, int operations, Action ours, Action? list = null)
{
    private const int Rounds = 9;

    private Contender _ours = null!;
    private Contender? _list;

    /// <summary>How many frames a measurement runs.</summary>
    internal int Frames { get; init; } = 100;

    /// <summary>The same for the list, where it takes much longer.</summary>
    internal int? ListFrames { get; init; }

    /// <summary>How many times of what the list takes ours may take; 0 for no such goal.</summary>
    internal double ListGoal { get; init; }

    /// <summary>How many bytes ours may allocate per operation, beside the iterators; negative for no such goal.</summary>
    internal double BytesGoal { get; init; } = -1;

    /// <summary>How many bytes of iterators there are per operation.</summary>
    internal double IteratorBytes { get; init; }

    /// <summary>The same frame among fewer coroutines, which is to cost the same within two times.</summary>
    internal FrameComparison? Smaller { get; init; }

    internal void WarmUp()
    {
        ours();
        list?.Invoke();
    }

    internal static IEnumerable<Row> Measure(IReadOnlyList<FrameComparison> all)
    {
        Contender.Measure(Rounds, [.. all.SelectMany(comparison => comparison.MakeContenders())]);
        return all.Select(comparison => comparison.ToRow());
    }

    private static Contender Repeat(Action frame, int frames, int operations) => new(frames * operations, _ =>
    {
        for (int i = 0; i < frames; i++)
        {
            frame();
        }
    });

    private IEnumerable<Contender> MakeContenders()
    {
        yield return _ours = Repeat(ours, Frames, operations);
        if (list is not null)
        {
            yield return _list = Repeat(list, ListFrames ?? Frames, operations);
        }
    }

    private Row ToRow() => new(name, _ours.Median)
    {
        Bare = _list?.Median ?? double.NaN,
        Checks = [.. Checks()],
    };

    private IEnumerable<Check> Checks()
    {
        if (ListGoal > 0)
        {
            yield return Check.AtMost(ListGoal, _ours.Median, _list!.Median, "a plain list");
        }

        if (Smaller is not null)
        {
            yield return Check.AtMost(2, _ours.Median, Smaller._ours.Median, "the line above");
        }

        if (BytesGoal >= 0)
        {
            yield return Check.Bytes(BytesGoal, BytesOfOurs());
        }
    }

    private double BytesOfOurs()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Frames; i++)
        {
            ours();
        }

        return ((GC.GetAllocatedBytesForCurrentThread() - before) / ((double)Frames * operations)) - IteratorBytes;
    }
}
