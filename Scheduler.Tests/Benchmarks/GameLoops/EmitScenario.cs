namespace Coroutines.Benchmarks;

/// <summary>A signal in every frame, for which 10,000 coroutines wait; in the list, they look whether it has come.</summary>
internal sealed class EmitScenario : IScenario
{
    private const int Crowd = 10_000;
    private const double Frame = 1.0 / 64;

    private FrameComparison[]? _comparisons;

    public string Name => "emit";

    private FrameComparison[] Comparisons => _comparisons ??= [Plain(), WithValue()];

    public void WarmUp()
    {
        foreach (FrameComparison comparison in Comparisons)
        {
            comparison.WarmUp();
        }
    }

    public IEnumerable<Row> Measure() => FrameComparison.Measure(Comparisons);

    private static FrameComparison Plain()
    {
        var scheduler = new Scheduler();
        var signal = new CoSignal();
        return Of("signal to 10,000, each", scheduler, () => Hear(signal), () => signal.Emit());
    }

    private static FrameComparison WithValue()
    {
        var scheduler = new Scheduler();
        var signal = new CoSignal<int>();
        return Of("signal with a value to 10,000, each", scheduler, () => Hear(signal), () => signal.Emit(1));
    }

    private static FrameComparison Of(string name, Scheduler scheduler, Func<IEnumerator<Awaitable>> listener, Action emit)
    {
        var list = new PlainList();
        var source = new Source();
        for (int i = 0; i < Crowd; i++)
        {
            scheduler.CreateTask(listener());
            list.Add(Look(source));
        }

        return new FrameComparison(
            name,
            Crowd,
            () =>
            {
                emit();
                scheduler.Tick(Frame);
            },
            () =>
            {
                source.Value = 1;
                source.Version++;
                list.Tick(Frame);
            })
        {
            BytesGoal = 0,
        };
    }

    private static IEnumerator<Awaitable> Hear(CoSignal signal)
    {
        while (true)
        {
            yield return signal.Next();
        }
    }

    private static IEnumerator<Awaitable> Hear(CoSignal<int> signal)
    {
        for (long sum = 0; ;)
        {
            yield return signal.Next().Into(out Awaitable<int> heard);
            sum += heard.Result;
        }
    }

    private static IEnumerator<Awaitable> Look(Source source)
    {
        long sum = 0;
        for (int seen = 0; ;)
        {
            yield return null;
            if (source.Version != seen)
            {
                seen = source.Version;
                sum += source.Value;
            }
        }
    }

    private sealed class Source
    {
        internal int Value { get; set; }

        internal int Version { get; set; }
    }
}
