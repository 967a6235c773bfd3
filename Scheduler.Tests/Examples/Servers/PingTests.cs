using System.Net;
using System.Net.Sockets;
using Coroutines.Examples.Ping;

namespace Coroutines.Tests.Examples.Servers;

/// <summary><c>ping</c>, as from the command line, with a responder of its own and others.</summary>
[Category("RealTime")]
internal sealed class PingTests
{
    private const int PatienceInMilliseconds = 30_000;

    [Test]
    public void Ping_OfItsOwnResponder_ShowsTheTimeOfEachAnswer()
    {
        using var responder = new RunningExample("ping", "--listen", "0");
        responder.FirstLine.ShouldBe($"answering at 127.0.0.1:{responder.Port}");
        ExampleRun run = ExampleRun.OnRealTime("ping", $"127.0.0.1:{responder.Port}", "--count", "3", "--interval", "0.01", "--timeout", "60");
        run.ExitCode.ShouldBe(0);
        run.Lines[0].ShouldBe($"pinging 127.0.0.1:{responder.Port}");
        run.Lines.Count(static line => line.Contains(" ms ", StringComparison.Ordinal) && line.EndsWith(" ms", StringComparison.Ordinal) && line.Contains("loss 0", StringComparison.Ordinal)).ShouldBe(3);
        run.Lines.ShouldContain(static line => line.StartsWith("3 sent, 3 answered, 0 lost", StringComparison.Ordinal));
        responder.Stop().ShouldBe(130);
        responder.Reports.ShouldBeEmpty();
    }

    [Test]
    public void Ping_OfOneWhoAnswersTheSecondTimeOnly_ShowsTheLoss()
    {
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = PatienceInMilliseconds };
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var answering = new Thread(() =>
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            byte[] room = new byte[100];
            peer.ReceiveFrom(room, ref from);
            int length = peer.ReceiveFrom(room, ref from);
            peer.SendTo(room, length, SocketFlags.None, from);
            peer.SendTo(room, length, SocketFlags.None, from);
        });
        answering.Start();
        ExampleRun run = ExampleRun.OnRealTime("ping", $"127.0.0.1:{((IPEndPoint)peer.LocalEndPoint!).Port}", "--count", "2", "--interval", "0.01", "--timeout", "3");
        answering.Join();
        run.ExitCode.ShouldBe(0);
        run.Lines.ShouldContain(static line => line.StartsWith("an answer to nothing, or one that came too late or twice", StringComparison.Ordinal));
        run.Lines.ShouldContain(static line => line.StartsWith("1: no answer", StringComparison.Ordinal) && line.Contains("loss 50", StringComparison.Ordinal));
        run.Lines.ShouldContain(static line => line.StartsWith("2 sent, 1 answered, 1 lost", StringComparison.Ordinal));
    }

    [Test]
    [Platform("Linux")]
    public void Ping_OfNobody_SaysSo_AndGoesOn()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        ExampleRun run = ExampleRun.OnRealTime("ping", $"127.0.0.1:{port}", "--count", "2", "--interval", "0.01", "--timeout", "0.5");
        run.ExitCode.ShouldBe(0);
        run.Lines.Count(line => line.StartsWith($"Nobody listens for datagrams at 127.0.0.1:{port}", StringComparison.Ordinal)).ShouldBe(2);
        run.Lines.ShouldContain(static line => line.StartsWith("2 sent, 0 answered, 2 lost", StringComparison.Ordinal));
    }

    [Test]
    public void PortInUse_IsSaidInALine()
    {
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)peer.LocalEndPoint!).Port;
        ExampleRun run = ExampleRun.OnRealTime("ping", "--listen", $"{port}");
        run.ExitCode.ShouldBe(1);
        run.ErrorLines[0].ShouldStartWith($"ping: Receiving datagrams at 127.0.0.1:{port} failed: ");
    }

    [Test]
    public void Statistics_CountLossOfThoseWhoseFateIsKnown_AndJitterAsRtpDoes()
    {
        var statistics = new PingStatistics();
        statistics.Loss.ShouldBe(0);
        for (int i = 0; i < 4; i++)
        {
            statistics.CountSent();
        }

        statistics.CountReceived(0.010);
        statistics.Jitter.ShouldBe(0);
        statistics.CountReceived(0.026);
        statistics.Jitter.ShouldBe(0.001, 1e-9);
        statistics.CountReceived(0.026);
        statistics.Jitter.ShouldBe(0.001 * 15 / 16, 1e-9);
        statistics.CountLost();
        statistics.Loss.ShouldBe(0.25);
        (statistics.Shortest, statistics.Longest).ShouldBe((0.010, 0.026));
        statistics.Mean.ShouldBe(0.062 / 3, 1e-9);
    }
}
