using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Ping;

/// <summary>Asks over UDP, and shows what becomes of it: the time of each answer, the loss, the jitter. One coroutine asks, one listens.</summary>
internal static class PingExample
{
    private const int NumberSize = sizeof(int);

    internal static int Run(ExampleContext context, string[] arguments)
    {
        PingArguments parsed = PingArguments.Parse(arguments);
        Scheduler.Run(parsed.Listen is { } port ? Answer(context, port) : Ask(context, parsed), context.Options);
        return ExitCode.Success;
    }

    /// <summary>Sends everything back to where it came from.</summary>
    private static IEnumerator<Awaitable> Answer(ExampleContext context, int port)
    {
        yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Loopback, port)).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram endpoint = opened.Result;
        context.Out.WriteLine($"answering at {endpoint.LocalEndPoint}");
        while (true)
        {
            yield return endpoint.Receive().Into(out Awaitable<Datagram> question);
            endpoint.SendTo(question.Result.Data, question.Result.From);
        }
    }

    private static IEnumerator<Awaitable> Ask(ExampleContext context, PingArguments arguments)
    {
        yield return CreateDatagramEndpoint(remote: arguments.Target).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram endpoint = opened.Result;
        context.Out.WriteLine($"pinging {endpoint.RemoteEndPoint}");
        var pings = new Pings(context, endpoint, arguments.Timeout);
        try
        {
            using CoTask listening = CreateTask(pings.Listen());
            for (int number = 1; arguments.Count is null || number <= arguments.Count; number++)
            {
                pings.Send(number);
                yield return number == arguments.Count ? WaitWhile(() => pings.AreUnderWay) : Sleep(arguments.Interval);
            }
        }
        finally
        {
            // On Ctrl-C, too.
            pings.Summarize();
        }
    }

    /// <summary>The pings of one endpoint.</summary>
    private sealed class Pings(ExampleContext context, CoDatagram endpoint, double timeout)
    {
        private readonly PingStatistics _statistics = new();

        // When each was sent that has no answer yet.
        private readonly Dictionary<int, double> _underWay = [];

        internal bool AreUnderWay => _underWay.Count > 0;

        private static double Now => Scheduler.Current.Time;

        internal void Send(int number)
        {
            byte[] data = new byte[NumberSize];
            BinaryPrimitives.WriteInt32BigEndian(data, number);
            _underWay.Add(number, Now);
            _statistics.CountSent();

            // What goes wrong with it, the one hears of who listens.
            endpoint.Send(data);
            CreateTask(GiveUp(number));
        }

        internal IEnumerator<Awaitable> Listen()
        {
            while (true)
            {
                yield return Settle(endpoint.Receive(), out Outcome<Datagram> received);
                if (received.Exception is SocketException error)
                {
                    Say(error.Message);
                }
                else
                {
                    Note(received.Result.Data.Span);
                }
            }
        }

        internal void Summarize()
        {
            context.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{_statistics.Sent} sent, {_statistics.Received} answered, {_statistics.Lost} lost ({_statistics.Loss:P0})"));
            if (_statistics.Received > 0)
            {
                context.Out.WriteLine(
                    $"{InMilliseconds(_statistics.Shortest)} to {InMilliseconds(_statistics.Longest)}, {InMilliseconds(_statistics.Mean)} in the mean, jitter {InMilliseconds(_statistics.Jitter)}");
            }
        }

        private IEnumerator<Awaitable> GiveUp(int number)
        {
            yield return Sleep(timeout);
            if (_underWay.Remove(number))
            {
                _statistics.CountLost();
                Say($"{number}: no answer");
            }
        }

        private void Note(ReadOnlySpan<byte> data)
        {
            if (data.Length != NumberSize || !_underWay.Remove(BinaryPrimitives.ReadInt32BigEndian(data), out double sent))
            {
                Say("an answer to nothing, or one that came too late or twice");
                return;
            }

            double seconds = Now - sent;
            _statistics.CountReceived(seconds);
            Say($"{BinaryPrimitives.ReadInt32BigEndian(data)}: {InMilliseconds(seconds)}");
        }

        private void Say(string what) => context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what,-30} loss {_statistics.Loss:P0}, jitter {InMilliseconds(_statistics.Jitter)}"));

        private static string InMilliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.000} ms");
    }
}
