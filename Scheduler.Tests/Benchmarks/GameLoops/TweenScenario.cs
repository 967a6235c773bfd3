namespace Coroutines.Benchmarks;

/// <summary>1,000 tweens under way; in the list, the same written by hand.</summary>
internal sealed class TweenScenario : IScenario
{
    private const int Crowd = 1_000;
    private const double Frame = 1.0 / 1024;

    // Longer than all frames together.
    private const double Long = 1e9;

    private FrameComparison[]? _comparisons;

    public string Name => "tweens";

    private FrameComparison[] Comparisons => _comparisons ??=
    [
        Make("frame of a tween, 1,000 of them", isGrouped: false),
        Make("the same, in a group", isGrouped: true),
    ];

    public void WarmUp()
    {
        foreach (FrameComparison comparison in Comparisons)
        {
            comparison.WarmUp();
        }
    }

    public IEnumerable<Row> Measure() => FrameComparison.Measure(Comparisons);

    private static FrameComparison Make(string name, bool isGrouped)
    {
        var scheduler = new Scheduler();
        var group = new CoGroup(scheduler);
        var list = new PlainList();
        for (int i = 0; i < Crowd; i++)
        {
            var ours = new Sprite();
            IEnumerator<Awaitable> tween = Awaitable.Tween(0, 100, Long, Easing.OutQuad, x => ours.X = x);
            _ = isGrouped ? group.CreateTask(tween) : scheduler.CreateTask(tween);
            list.Add(Move(list, new Sprite(), 0, 100, Long));
        }

        return new FrameComparison(name, Crowd, () => scheduler.Tick(Frame), () => list.Tick(Frame)) { Frames = 1_000, BytesGoal = 0 };
    }

    private static IEnumerator<Awaitable> Move(PlainList list, Sprite sprite, double from, double to, double seconds)
    {
        double start = list.Time;
        for (double passed = 0; passed < seconds; passed = list.Time - start)
        {
            sprite.X = from + ((to - from) * Easing.OutQuad(passed / seconds));
            yield return null;
        }

        sprite.X = to;
    }

    private sealed class Sprite
    {
        internal double X { get; set; }
    }
}
