using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.RealPeers;

/// <summary>asyncio's datagram endpoints at the other end, both ways, over UDP and over Unix sockets. Nothing empty: asyncio before 3.13 sends none.</summary>
[Category("RealTime")]
internal sealed class PythonDatagramTests
{
    private const int Count = 2_000;

    private const string Server = """
        import asyncio, socket, sys

        class Shout(asyncio.DatagramProtocol):
            def connection_made(self, transport):
                self.transport = transport

            def datagram_received(self, data, addr):
                self.transport.sendto(data.upper(), addr)

        async def main():
            loop = asyncio.get_running_loop()
            if len(sys.argv) > 1:
                transport, _ = await loop.create_datagram_endpoint(Shout, sys.argv[1], family=socket.AF_UNIX)
                print(0, flush=True)
            else:
                transport, _ = await loop.create_datagram_endpoint(Shout, ("127.0.0.1", 0))
                print(transport.get_extra_info("sockname")[1], flush=True)
            await loop.create_future()

        asyncio.run(main())
        """;

    private const string Client = """
        import asyncio, socket, sys

        COUNT = int(sys.argv[2])

        class Ask(asyncio.DatagramProtocol):
            def __init__(self):
                self.answers = asyncio.Queue()

            def datagram_received(self, data, addr):
                self.answers.put_nowait(data)

        async def main():
            loop = asyncio.get_running_loop()
            if sys.argv[1].isdigit():
                transport, protocol = await loop.create_datagram_endpoint(Ask, remote_addr=("127.0.0.1", int(sys.argv[1])))
            else:
                transport, protocol = await loop.create_datagram_endpoint(Ask, sys.argv[3], sys.argv[1], family=socket.AF_UNIX)
            for number in range(COUNT):
                transport.sendto(b"datagram %d" % number)
                answer = await protocol.answers.get()
                assert answer == b"DATAGRAM %d" % number, answer
            transport.close()
            print("all has come")

        asyncio.run(main())
        """;

    private string _python = null!;
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void FindPython()
    {
        _python = Tool.Require("python3");
        _folder = new TemporaryFolder();
    }

    [TearDown]
    public void RemoveFolder() => _folder?.Dispose();

    [Test]
    public void OurEndpoint_AsksAsyncios() =>
        OnServer([], static port => Scheduler.Run(Asking(null, new IPEndPoint(IPAddress.Loopback, port))));

    [Test]
    [Platform("Linux, MacOsX")]
    public void OurEndpoint_AsksAsynciosUnixOne()
    {
        string path = _folder.File("there");
        OnServer([path], _ => Scheduler.Run(Asking(new UnixDomainSocketEndPoint(_folder.File("here")), new UnixDomainSocketEndPoint(path))));
    }

    [Test]
    public void AsynciosEndpoint_AsksOurs() => Scheduler.Run(Answering(
        new IPEndPoint(IPAddress.Loopback, 0),
        static endpoint => [((IPEndPoint)endpoint.LocalEndPoint).Port.ToString(CultureInfo.InvariantCulture), $"{Count}"]));

    [Test]
    [Platform("Linux, MacOsX")]
    public void AsynciosUnixEndpoint_AsksOurs()
    {
        string path = _folder.File("here");
        string there = _folder.File("there");
        Scheduler.Run(Answering(new UnixDomainSocketEndPoint(path), _ => [path, $"{Count}", there]));
    }

    private IEnumerator<Awaitable> Answering(EndPoint address, Func<CoDatagram, string[]> arguments)
    {
        yield return CreateDatagramEndpoint(address).Into(out var opened);
        using CoDatagram endpoint = opened.Result;
        using CoTask answering = CreateTask(Shout(endpoint));
        string[] call = ["-c", Client, .. arguments(endpoint)];
        yield return ToThread(() => Tool.Run(_python, call)).Into(out var run);
        run.Result.Error.Trim().ShouldBe("");
        run.Result.Text.Trim().ShouldBe("all has come");
        endpoint.DroppedCount.ShouldBe(0);
    }

    private static IEnumerator<Awaitable> Shout(CoDatagram endpoint)
    {
        while (true)
        {
            yield return endpoint.Receive().Into(out var received);
            byte[] answer = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(received.Result.Data.Span).ToUpperInvariant());
            yield return endpoint.SendTo(answer, received.Result.From);
        }
    }

    private void OnServer(string[] arguments, Action<int> visit)
    {
        using Process server = Tool.Start(_python, ["-c", Server, .. arguments]);
        try
        {
            visit(int.Parse(server.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
        }
    }

    private static IEnumerator<Awaitable> Asking(EndPoint? local, EndPoint remote)
    {
        yield return CreateDatagramEndpoint(local, remote).Into(out var opened);
        using CoDatagram endpoint = opened.Result;
        for (int number = 0; number < Count; number++)
        {
            endpoint.Send(Encoding.UTF8.GetBytes($"datagram {number}"));
            yield return endpoint.Receive().Into(out var received);
            Encoding.UTF8.GetString(received.Result.Data.Span).ShouldBe($"DATAGRAM {number}");
        }
    }
}
