using System.Diagnostics;

namespace Coroutines.Benchmarks;

/// <summary>Round trips between two loops on two threads, beside channels of .NET's between two tasks. Time on the wall: two threads have two processors.</summary>
internal sealed class AskScenario : IScenario
{
    private const int RoundTrips = 30_000;
    private const int Rounds = 3;

    private static readonly int[] _inFlight = [1, 100];

    private readonly (Contender Ours, Contender Channels)[] _contenders = [.. _inFlight.Select(static inFlight => (
        new Contender(RoundTrips, (Func<int, double>)(count => WallTime(() => RunOurs(count, inFlight)))),
        new Contender(RoundTrips, (Func<int, double>)(count => WallTime(() => AskOnChannels.Run(count, inFlight))))))];

    public string Name => "ask";

    public void WarmUp()
    {
        foreach ((Contender ours, Contender channels) in _contenders)
        {
            ours.WarmUp();
            channels.WarmUp();
        }
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(Rounds, [.. _contenders.SelectMany(static pair => new[] { pair.Ours, pair.Channels })]);
        return _contenders.Select(static (pair, i) => new Row($"ask another loop, {_inFlight[i]} in flight (wall)", pair.Ours.Median)
        {
            AsyncAwait = pair.Channels.Median,
        });
    }

    internal static double WallTime(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static void RunOurs(int count, int inFlight)
    {
        using var group = new SchedulerGroup(2);
        group[0].AskThreadsafe(() => Askers(group[1], count, inFlight)).Wait();
    }

    private static IEnumerator<Awaitable> Askers(GroupedScheduler other, int count, int inFlight)
    {
        yield return Awaitable.Gather(Enumerable.Range(0, inFlight).Select(_ => Asker(other, count / inFlight)));
    }

    private static IEnumerator<Awaitable> Asker(GroupedScheduler other, int count)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
        {
            int number = i;
            yield return other.Ask<int>(() => AddOne(number)).Into(out Awaitable<int> answer);
            sum += answer.Result;
        }
    }

    private static IEnumerator<Awaitable> AddOne(int number)
    {
        yield return Awaitable.Return(number + 1);
    }
}
