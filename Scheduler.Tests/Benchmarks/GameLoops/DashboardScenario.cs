using System.Diagnostics;

namespace Coroutines.Benchmarks;

/// <summary>A frame of a game whose coroutines do something, with a page open that shows it, and without.</summary>
/// <remarks>
/// Frames come one right after the other, so that it is seen what a page costs them; the goal is a share of the frame of a game. What is counted is real time,
/// as the processor time would have that of the page's own thread in it; that thread works all the time, so that it disturbs both alike.
/// A step that is one long chain of operations, each of which waits for the one before, is what a look at the clock hurts most: the processor begins
/// nothing of the next step while it looks.
/// </remarks>
internal sealed class DashboardScenario : IScenario
{
    // At 60 a second, in nanoseconds.
    private const double FrameOfAGame = 1e9 / 60;

    private const int Crowd = 200;
    private const double Frame = 1.0 / 64;

    // Two to four microseconds, as a coroutine takes that looks who is near, and moves.
    private const int Others = 9_000;
    private const float Near = 0.1f;

    // The same time.
    private const int LengthOfChain = 700;

    // More than a second, so that somebody looks in each round.
    private const int FramesOfARound = 3_000;
    private const int FramesOfAWarmUp = 4;
    private const int Rounds = 7;

    private readonly Func<int, IEnumerator<Awaitable>> _work;
    private readonly string _row;
    private readonly double? _goal;
    private Scheduler? _alone;
    private Scheduler? _shown;

    private DashboardScenario(string name, string row, double? goal, Func<int, IEnumerator<Awaitable>> work)
    {
        Name = name;
        _row = row;
        _goal = goal;
        _work = work;
    }

    // What the coroutines work out, so that it is worked out.
    internal static double Sink { get; private set; }

    public string Name { get; }

    internal static DashboardScenario OfLooks() =>
        new("dashboard", "frame of 200 coroutines that look around for 2 to 4 µs each", 2, LooksAround);

    internal static DashboardScenario OfChains() =>
        new("dashboard-chain", "the same, each working out one long chain of numbers", null, WorksOutAChain);

    public void WarmUp()
    {
        if (_alone is null || _shown is null)
        {
            _alone = Populate(_work);
            _shown = Populate(_work);
            KeepOpen(_shown.ServeDashboard());
        }

        Run(_alone, FramesOfAWarmUp);
        Run(_shown, FramesOfAWarmUp);
    }

    public IEnumerable<Row> Measure()
    {
        var alone = new Contender(FramesOfARound, count => Run(_alone!, count));
        var shown = new Contender(FramesOfARound, count => Run(_shown!, count));
        Contender.Measure(Rounds, [alone, shown]);
        yield return new Row(_row, alone.Median);
        yield return new Row("the same, with a dashboard open", shown.Median)
        {
            Bare = alone.Median,
            Checks = _goal is { } goal ? [Check.Under(goal, (shown.Median - alone.Median) / FrameOfAGame * 100, "% of 1/60 s")] : [],
        };
    }

    private static Scheduler Populate(Func<int, IEnumerator<Awaitable>> work)
    {
        var scheduler = new Scheduler();
        for (int i = 0; i < Crowd; i++)
        {
            scheduler.CreateTask(work(i));
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

    private static IEnumerator<Awaitable> LooksAround(int number)
    {
        var random = new Random(number);
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

    private static IEnumerator<Awaitable> WorksOutAChain(int number)
    {
        double position = number;
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
}
