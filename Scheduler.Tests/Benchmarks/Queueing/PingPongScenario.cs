namespace Coroutines.Benchmarks;

/// <summary>Two tasks that pass a number to and fro by two queues of size 1.</summary>
internal sealed class PingPongScenario : IScenario
{
    private const int Rounds = 1_000_000;

    private readonly Comparison _comparison = new(
        "queue ping-pong, a round trip",
        new Contender(Rounds, RunOurs),
        new Contender(Rounds, PingPongOnChannels.Run),
        CPython.Contender("pingpong.py", Rounds / 10))
    {
        Ring = new Contender(Rounds, PingPongOnRing.Run),
        BareBones = new Contender(Rounds, PingPongBare.Run),
        RingGoal = 1.3,
        AsyncAwaitGoal = 1,
        AsyncioGoal = 100,
    };

    public string Name => "pingpong";

    public void WarmUp() => _comparison.WarmUp();

    public IEnumerable<Row> Measure() => Comparison.Measure(_comparison);

    internal static void RunOurs(int rounds)
    {
        using var scheduler = new Scheduler();
        scheduler.RunUntilComplete(RunBoth(rounds));
    }

    private static IEnumerator<Awaitable> RunBoth(int rounds)
    {
        var to = new CoQueue<int>(1);
        var back = new CoQueue<int>(1);
        CoTask ping = Awaitable.CreateTask(Ping(to, back, rounds));
        CoTask pong = Awaitable.CreateTask(Pong(to, back, rounds));
        yield return ping;
        yield return pong;
    }

    private static IEnumerator<Awaitable> Ping(CoQueue<int> to, CoQueue<int> back, int rounds)
    {
        int next = 0;
        while (next < rounds)
        {
            yield return to.Put(next);
            yield return back.Get().Into(out Awaitable<int> reply);
            next = reply.Result + 1;
        }
    }

    private static IEnumerator<Awaitable> Pong(CoQueue<int> to, CoQueue<int> back, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            yield return to.Get().Into(out Awaitable<int> number);
            yield return back.Put(number.Result);
        }
    }
}
