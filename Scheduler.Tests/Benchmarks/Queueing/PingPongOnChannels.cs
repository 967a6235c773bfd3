using System.Threading.Channels;

namespace Coroutines.Benchmarks;

/// <summary>The ping-pong with the channels of .NET, on a context.</summary>
internal static class PingPongOnChannels
{
    internal static void Run(int rounds) => new Ring().Run(async _ =>
    {
        var options = new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true };
        Channel<int> to = Channel.CreateBounded<int>(options);
        Channel<int> back = Channel.CreateBounded<int>(options);
        Task ping = Ping(to.Writer, back.Reader, rounds);
        Task pong = Pong(to.Reader, back.Writer, rounds);
        await ping;
        await pong;
    });

    private static async Task Ping(ChannelWriter<int> to, ChannelReader<int> back, int rounds)
    {
        int next = 0;
        while (next < rounds)
        {
            await to.WriteAsync(next);
            next = await back.ReadAsync() + 1;
        }
    }

    private static async Task Pong(ChannelReader<int> to, ChannelWriter<int> back, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            await back.WriteAsync(await to.ReadAsync());
        }
    }
}
