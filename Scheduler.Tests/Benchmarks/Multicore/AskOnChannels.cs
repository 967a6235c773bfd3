using System.Threading.Channels;

namespace Coroutines.Benchmarks;

/// <summary>The same by two channels, between two tasks of the thread pool.</summary>
internal static class AskOnChannels
{
    internal static void Run(int count, int inFlight)
    {
        var requests = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var answers = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        Task server = Task.Run(() => AnswerAsync(requests.Reader, answers.Writer));
        Task.Run(() => AskAsync(requests.Writer, answers.Reader, count, inFlight)).Wait();
        requests.Writer.Complete();
        server.Wait();
    }

    private static async Task AnswerAsync(ChannelReader<int> requests, ChannelWriter<int> answers)
    {
        while (await requests.WaitToReadAsync())
        {
            while (requests.TryRead(out int number))
            {
                answers.TryWrite(number + 1);
            }
        }
    }

    private static async Task AskAsync(ChannelWriter<int> requests, ChannelReader<int> answers, int count, int inFlight)
    {
        for (int i = 0; i < inFlight; i++)
        {
            requests.TryWrite(i);
        }

        for (int i = 0; i < count; i++)
        {
            int answer = await answers.ReadAsync();
            if (i + inFlight < count)
            {
                requests.TryWrite(answer);
            }
        }
    }
}
