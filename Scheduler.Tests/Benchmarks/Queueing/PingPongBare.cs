namespace Coroutines.Benchmarks;

/// <summary>The ping-pong by the bare-bones scheduler.</summary>
internal static class PingPongBare
{
    internal static void Run(int rounds)
    {
        var scheduler = new BareScheduler();
        var to = new BareQueue(scheduler);
        var back = new BareQueue(scheduler);
        scheduler.Start(Ping(to, back, rounds));
        scheduler.Run(Pong(to, back, rounds));
    }

    private static IEnumerator<BareWait> Ping(BareQueue to, BareQueue back, int rounds)
    {
        int next = 0;
        while (next < rounds)
        {
            while (!to.TryPut(next))
            {
                yield return BareWait.Parked;
            }

            while (!back.TryGet(out next))
            {
                yield return BareWait.Parked;
            }

            next++;
        }
    }

    private static IEnumerator<BareWait> Pong(BareQueue to, BareQueue back, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            int number;
            while (!to.TryGet(out number))
            {
                yield return BareWait.Parked;
            }

            while (!back.TryPut(number))
            {
                yield return BareWait.Parked;
            }
        }
    }
}
