using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.RealPeers;

/// <summary>Datagrams over UDP and over Unix sockets, with socat at the other end.</summary>
[Category("RealTime")]
[Platform("Linux, MacOsX")]
internal sealed class SocatDatagramTests
{
    private const double Patience = 30;

    private string _socat = null!;
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void FindSocat()
    {
        _socat = Tool.Require("socat");
        _folder = new TemporaryFolder();
    }

    [TearDown]
    public void RemoveFolder() => _folder?.Dispose();

    [Test]
    public void Socat_ThatAsksOverUdp_IsAnswered() => Scheduler.Run(Answering(
        new IPEndPoint(IPAddress.Loopback, 0), static endpoint => ["-t2", "-", $"UDP:127.0.0.1:{((IPEndPoint)endpoint.LocalEndPoint).Port}"]));

    [Test]
    public void Socat_ThatAsksOverAUnixSocket_IsAnswered()
    {
        string path = _folder.File("here");
        string there = _folder.File("there");
        Scheduler.Run(Answering(new UnixDomainSocketEndPoint(path), _ => ["-t2", "-", $"UNIX-SENDTO:{path},bind={there}"]));
    }

    [Test]
    public void Socat_ThatAnswersOverUdp_IsHeard()
    {
        int port = FreePort();
        Talking(["-T30", $"UDP-RECVFROM:{port},bind=127.0.0.1,fork", "EXEC:cat"], null, new IPEndPoint(IPAddress.Loopback, port));
    }

    [Test]
    public void Socat_ThatAnswersOverAUnixSocket_IsHeard()
    {
        string path = _folder.File("there");
        Talking(["-T30", $"UNIX-RECVFROM:{path},fork", "EXEC:cat"], new UnixDomainSocketEndPoint(_folder.File("here")), new UnixDomainSocketEndPoint(path));
    }

    private IEnumerator<Awaitable> Answering(EndPoint address, Func<CoDatagram, string[]> arguments)
    {
        yield return CreateDatagramEndpoint(address).Into(out var opened);
        using CoDatagram endpoint = opened.Result;
        CoTask answering = CreateTask(Shout(endpoint));
        string[] call = arguments(endpoint);
        yield return ToThread(() => Tool.RunWithInput("hello"u8.ToArray(), _socat, call)).Into(out var run);
        run.Result.Error.Trim().ShouldBe("");
        run.Result.Text.ShouldBe("HELLO");
        yield return answering;
    }

    private static IEnumerator<Awaitable> Shout(CoDatagram endpoint)
    {
        yield return endpoint.Receive().Into(out var received);
        byte[] answer = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(received.Result.Data.Span).ToUpperInvariant());
        yield return endpoint.SendTo(answer, received.Result.From);
    }

    private void Talking(string[] arguments, EndPoint? local, EndPoint remote)
    {
        using Process socat = Tool.Start(_socat, arguments);
        try
        {
            Scheduler.Run(WaitFor(Await(Ask(local, remote))));
        }
        finally
        {
            socat.Kill(entireProcessTree: true);
            socat.WaitForExit();
        }

        static IEnumerator<Awaitable> WaitFor(Awaitable asking)
        {
            yield return Awaitable.WaitFor(asking, Patience);
        }
    }

    // Until it is there, nobody answers: what is sent is lost, or refused.
    private static IEnumerator<Awaitable> Ask(EndPoint? local, EndPoint remote)
    {
        if (remote is UnixDomainSocketEndPoint)
        {
            yield return WaitUntil(() => File.Exists(remote.ToString()));
        }

        yield return CreateDatagramEndpoint(local, remote).Into(out var opened);
        using CoDatagram endpoint = opened.Result;
        for (int number = 0; number < 3; number++)
        {
            Outcome<Datagram> received;
            do
            {
                endpoint.Send(Encoding.UTF8.GetBytes($"question {number}"));
                yield return Settle(Awaitable.WaitFor(endpoint.Receive(), 1), out received);
            }
            while (!received.IsSuccess || Encoding.UTF8.GetString(received.Result.Data.Span) != $"question {number}");
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
