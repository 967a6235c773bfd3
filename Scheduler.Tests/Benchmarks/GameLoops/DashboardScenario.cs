using System.Diagnostics;

namespace Coroutines.Benchmarks;

/// <summary>A frame of a game whose coroutines do something, with a page open that shows it, and without.</summary>
/// <remarks>
/// Frames come one right after the other, which is the worst case: in a game that waits for the screen, looks fall between frames. What is counted is real time,
/// as the processor time would have that of the page's own thread in it; that thread works all the time, so that it disturbs both alike.
/// </remarks>
internal sealed class DashboardScenario : IScenario
{
    private const int Crowd = 200;
    private const double Frame = 1.0 / 64;

    // Two to four microseconds, as a coroutine takes that moves something and looks around.
    private const int Work = 700;

    // More than a second, so that somebody looks in each round.
    private const int FramesOfARound = 3_000;
    private const int FramesOfAWarmUp = 4;
    private const int Rounds = 7;

    // What the coroutines work out, so that it is worked out.
    internal static double Sink { get; private set; }

    private Scheduler? _alone;
    private Scheduler? _shown;

    public string Name => "dashboard";

    public void WarmUp()
    {
        if (_alone is null || _shown is null)
        {
            _alone = Populate();
            _shown = Populate();
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
        yield return new Row("frame of 200 coroutines that work for 2 to 4 µs each", alone.Median);
        yield return new Row("the same, with a dashboard open", shown.Median)
        {
            Checks = [Check.AtMost(1.02, shown.Median, alone.Median, "without")],
        };
    }

    private static Scheduler Populate()
    {
        var scheduler = new Scheduler();
        for (int i = 0; i < Crowd; i++)
        {
            scheduler.CreateTask(Works());
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

    private static IEnumerator<Awaitable> Works()
    {
        double position = 0;
        while (true)
        {
            for (int i = 0; i < Work; i++)
            {
                position = (position * 0.99) + i;
            }

            Sink = position;
            yield return null;
        }
    }
}
