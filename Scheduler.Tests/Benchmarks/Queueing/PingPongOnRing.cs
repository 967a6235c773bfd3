namespace Coroutines.Benchmarks;

/// <summary>The ping-pong with queues for one waiter, on a ring without a context.</summary>
internal static class PingPongOnRing
{
    internal static void Run(int rounds) => new Ring().Run(async ring =>
    {
        var to = new RingQueue(ring);
        var back = new RingQueue(ring);
        Task ping = Ping(to, back, rounds);
        Task pong = Pong(to, back, rounds);
        await ping;
        await pong;
    }, withContext: false);

    private static async Task Ping(RingQueue to, RingQueue back, int rounds)
    {
        int next = 0;
        while (next < rounds)
        {
            await to.Put(next);
            next = await back.Get() + 1;
        }
    }

    private static async Task Pong(RingQueue to, RingQueue back, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            await back.Put(await to.Get());
        }
    }
}
