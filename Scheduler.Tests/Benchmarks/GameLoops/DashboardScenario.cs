using System.Diagnostics;

namespace Coroutines.Benchmarks;

/// <summary>A frame of a game whose coroutines do something, with a page open that shows it, and without.</summary>
/// <remarks>
/// Frames come one right after the other, which is the worst case: in a game that waits for the screen, looks fall between frames. What is counted is real time,
/// as the processor time would have that of the page's own thread in it; that thread works all the time, so that it disturbs both alike.
/// A step that is one long chain of operations, each of which waits for the one before, is what a look at the clock hurts most: the processor begins
/// nothing of the next step while it looks.
/// </remarks>
internal sealed class DashboardScenario : IScenario
{
    private const int Crowd = 200;
    private const double Frame = 1.0 / 64;

    // Two to four microseconds, as a coroutine takes that looks who is near, and moves.
    private const int Others = 1_500;
    private const float Near = 0.1f;

    // The same time.
    private const int LengthOfChain = 700;

    // More than a second, so that somebody looks in each round.
    private const int FramesOfARound = 3_000;
    private const int FramesOfAWarmUp = 4;
    private const int Rounds = 7;

    private Pair? _lookAround;
    private Pair? _chain;

    // What the coroutines work out, so that it is worked out.
    internal static double Sink { get; private set; }

    public string Name => "dashboard";

    public void WarmUp()
    {
        _lookAround ??= new Pair(LooksAround);
        _chain ??= new Pair(WorksOutAChain);
        _lookAround.WarmUp();
        _chain.WarmUp();
    }

    public IEnumerable<Row> Measure() =>
    [
        .. RowsOf(_lookAround!, "frame of 200 coroutines that look around for 2 to 4 µs each", static ratio => [ratio]),
        .. RowsOf(_chain!, "the same, each working out one long chain of numbers", static _ => []),
    ];

    private static IEnumerable<Row> RowsOf(Pair pair, string name, Func<Check, Check[]> goals)
    {
        Contender.Measure(Rounds, [pair.Alone, pair.Shown]);
        yield return new Row(name, pair.Alone.Median);
        yield return new Row("the same, with a dashboard open", pair.Shown.Median)
        {
            Bare = pair.Alone.Median,
            Checks = goals(Check.AtMost(1.02, pair.Shown.Median, pair.Alone.Median, "without")),
        };
    }

    private static Scheduler Populate(Func<IEnumerator<Awaitable>> work)
    {
        var scheduler = new Scheduler();
        for (int i = 0; i < Crowd; i++)
        {
            scheduler.CreateTask(work());
        }

        return scheduler;
    }

    // As a browser does; each second, as the page says.
    private static void KeepOpen(Dashboard dashboard)
    {
        var state = new Uri(dashboard.Address, $"state{dashboard.Address.Query}");
        var client = new HttpClient();
        new Thread(() =>
        {
            while (true)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, state);
                using HttpResponseMessage answer = client.Send(request);
                answer.EnsureSuccessStatusCode();
                Thread.Sleep(TimeSpan.FromSeconds(1));
            }
        })
        {
            IsBackground = true,
        }.Start();
    }

    private static double Run(Scheduler scheduler, int frames)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < frames; i++)
        {
            scheduler.Tick(Frame);
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static IEnumerator<Awaitable> LooksAround()
    {
        var random = new Random(1);
        float[] others = [.. Enumerable.Range(0, Others).Select(_ => random.NextSingle())];
        while (true)
        {
            float here = others[0];
            int near = 0;
            foreach (float other in others)
            {
                float distance = other - here;
                if (distance * distance < Near)
                {
                    near++;
                }
            }

            others[0] += 1e-6f * near;
            Sink = near;
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> WorksOutAChain()
    {
        double position = 0;
        while (true)
        {
            for (int i = 0; i < LengthOfChain; i++)
            {
                position = (position * 0.99) + i;
            }

            Sink = position;
            yield return null;
        }
    }

    /// <summary>The same game twice, of which one is shown.</summary>
    private sealed class Pair
    {
        private readonly Scheduler _alone;
        private readonly Scheduler _shown;

        internal Pair(Func<IEnumerator<Awaitable>> work)
        {
            _alone = Populate(work);
            _shown = Populate(work);
            KeepOpen(_shown.ServeDashboard());
            Alone = new Contender(FramesOfARound, count => Run(_alone, count));
            Shown = new Contender(FramesOfARound, count => Run(_shown, count));
        }

        internal Contender Alone { get; }

        internal Contender Shown { get; }

        internal void WarmUp()
        {
            Run(_alone, FramesOfAWarmUp);
            Run(_shown, FramesOfAWarmUp);
        }
    }
}
