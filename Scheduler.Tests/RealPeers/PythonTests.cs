using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.RealPeers;

/// <summary>asyncio's streams at the other end, both ways, over TCP and over Unix sockets.</summary>
[Category("RealTime")]
internal sealed class PythonTests
{
    private const int Lines = 20_000;

    private const string Server = """
        import asyncio, os, sys

        async def shout(reader, writer):
            first = await reader.readline()
            if first == b"reset\n":
                writer.transport.abort()
                return
            while first:
                writer.write(first.upper())
                await writer.drain()
                first = await reader.readline()
            writer.write(b"bye\n")
            writer.close()
            await writer.wait_closed()

        async def main():
            if len(sys.argv) > 1:
                server = await asyncio.start_unix_server(shout, sys.argv[1])
                print(0, flush=True)
            else:
                server = await asyncio.start_server(shout, "127.0.0.1", 0)
                print(server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()

        asyncio.run(main())
        """;

    private const string Client = """
        import asyncio, sys

        LINES = int(sys.argv[2])

        async def send(writer):
            for number in range(LINES):
                writer.write(b"line %d\n" % number)
                await writer.drain()
            writer.write_eof()

        async def main():
            if sys.argv[1].isdigit():
                reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
            else:
                reader, writer = await asyncio.open_unix_connection(sys.argv[1])
            sending = asyncio.create_task(send(writer))
            for number in range(LINES):
                line = await reader.readline()
                assert line == b"LINE %d\n" % number, line
            assert await reader.read() == b"BYE\n"
            await sending
            writer.close()
            await writer.wait_closed()
            print("all has come")

        asyncio.run(main())
        """;

    private string _python = null!;

    [SetUp]
    public void FindPython() => _python = Tool.Require("python3");

    [Test]
    public void OurClient_OnAsynciosServer() => OnServer([], static port => Scheduler.Run(Talking(OpenConnection("127.0.0.1", port))));

    [Test]
    [Platform("Linux, MacOsX")]
    public void OurClient_OnAsynciosUnixServer()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("socket");
        OnServer([path], _ => Scheduler.Run(Talking(OpenUnixConnection(path))));
    }

    [Test]
    public void OurClient_WhoseAsyncioServerAborts_HearsOfIt() => OnServer([], static port => Scheduler.Run(BeingReset(port)));

    [Test]
    public void AsynciosClient_OnOurServer() => Scheduler.Run(Serving());

    [Test]
    [Platform("Linux, MacOsX")]
    public void AsynciosClient_OnOurUnixServer()
    {
        using var folder = new TemporaryFolder();
        Scheduler.Run(ServingUnix(folder.File("socket")));
    }

    private IEnumerator<Awaitable> Serving()
    {
        yield return StartServer(Shout, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Await(Visited(server, ((IPEndPoint)server.EndPoints[0]).Port.ToString(CultureInfo.InvariantCulture)));
    }

    private IEnumerator<Awaitable> ServingUnix(string path)
    {
        yield return StartUnixServer(Shout, path).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Await(Visited(server, path));
    }

    private IEnumerator<Awaitable> Visited(CoServer server, string address)
    {
        yield return ToThread(() => Tool.Run(_python, "-c", Client, address, $"{Lines}")).Into(out Awaitable<ToolRun> run);
        run.Result.Error.Trim().ShouldBe("");
        run.Result.Text.Trim().ShouldBe("all has come");
        server.Close();
        yield return server.WaitClosed();
    }

    private static IEnumerator<Awaitable> Shout(CoStream stream)
    {
        StreamLineReader lines = stream.ReadLines();
        while (true)
        {
            yield return lines.Next();
            if (lines.IsAtEnd)
            {
                stream.Write("BYE\n");
                yield break;
            }

            stream.Write(lines.Current.ToUpperInvariant() + "\n");
            yield return stream.Drain();
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

    private static IEnumerator<Awaitable> Talking(Awaitable<CoStream> open)
    {
        yield return open;
        using CoStream stream = open.Result;
        CoTask sending = CreateTask(SendingLines(stream));
        StreamLineReader lines = stream.ReadLines();
        for (int number = 0; number < Lines; number++)
        {
            yield return lines.Next();
            lines.Current.ShouldBe($"LINE {number}");
        }

        yield return sending;
        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> rest);
        Encoding.UTF8.GetString(rest.Result).ShouldBe("bye\n");
        stream.Close();
        yield return stream.WaitClosed();
    }

    private static IEnumerator<Awaitable> SendingLines(CoStream stream)
    {
        for (int number = 0; number < Lines; number++)
        {
            stream.Write($"line {number}\n");
            yield return stream.Drain();
        }

        stream.WriteEof();
    }

    private static IEnumerator<Awaitable> BeingReset(int port)
    {
        yield return OpenConnection("127.0.0.1", port).Into(out Awaitable<CoStream> opened);
        using CoStream stream = opened.Result;
        stream.Write("reset\n");
        yield return Settle(stream.ReadLine(), out Outcome<string?> line);

        // What it had not read would have been told by a reset; so it is an end, and a write afterwards is not taken.
        line.Result.ShouldBeNull();
        stream.Write("anybody?");
        yield return Settle(stream.Closed, out _);
        yield return WaitUntil(() =>
        {
            stream.Write("anybody?");
            return stream.IsClosing;
        });
        yield return Settle(stream.WaitClosed(), out Outcome closed);
        closed.Exception.ShouldBeOfType<SocketException>();
    }
}
