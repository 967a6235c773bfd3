using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Coroutines.Tests.Examples;

/// <summary>Whatever a server sends, or does not send, <c>fetch</c> has a line for it.</summary>
internal sealed class FetchTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [TestCase(Ok + "Content-Length: 5\r\n\r\nhello", "200 5 bytes")]
    [TestCase(Ok + "content-length:5\r\n\r\nhello and more that does not belong to it", "200 5 bytes")]
    [TestCase(Ok + "Content-Length: 0\r\n\r\n", "200 0 bytes")]
    [TestCase(Ok + "\r\nuntil the end", "200 13 bytes")]
    [TestCase("HTTP/1.0 200 OK\n\nbare line feeds", "200 15 bytes")]
    [TestCase("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nno reason", "200 2 bytes")]
    [TestCase(Ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0000A;x=y\r\n 0123456789\r\n", "failed not HTTP: a chunk of the body does not end where it should")]
    [TestCase(Ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0000A;x=y\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n", "200 15 bytes")]
    [TestCase(Ok + "Transfer-Encoding: gzip, Chunked\r\nContent-Length: 99\r\n\r\n1\r\nx\r\n0\r\n\r\n", "200 1 bytes")]
    [TestCase("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + Ok + "Content-Length: 1\r\n\r\nx", "200 1 bytes")]
    [TestCase("HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n", "204 0 bytes")]
    [TestCase("HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n", "302 0 bytes -> /next (not followed)")]
    [TestCase("HTTP/1.1 302 Found\r\nLocation: \u001b[31mred\r\nContent-Length: 0\r\n\r\n", "302 0 bytes -> ?[31mred (not followed)")]
    [TestCase("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "failed 404 Not Found")]
    [TestCase("HTTP/1.1 500\r\nContent-Length: 0\r\n\r\n", "failed 500")]
    [TestCase("", "failed the server closed the connection without an answer")]
    [TestCase("HT", "failed not HTTP: the answer is 'HT'")]
    [TestCase("SSH-2.0-OpenSSH_9.2\r\n", "failed not HTTP: the answer begins with 'SSH-2.0-OpenSSH_9.2??'")]
    [TestCase("HTTP/2 200\r\n\r\n", "failed not HTTP: the answer begins with 'HTTP/2 200'")]
    [TestCase("HTTP/1.1 9999 Wrong\r\n\r\n", "failed not HTTP: the answer begins with 'HTTP/1.1 9999 Wrong'")]
    [TestCase(Ok + "no colon\r\n\r\n", "failed not HTTP: 'no colon' is no header")]
    [TestCase(Ok + "Content-Length: 5\r\nCont", "failed the answer is truncated: the connection ended in the middle of the header")]
    [TestCase(Ok + "Content-Length: -5\r\n\r\n", "failed not HTTP: the Content-Length '-5' makes no sense")]
    [TestCase(Ok + "Content-Length: 99999999999999999999\r\n\r\n", "failed not HTTP: the Content-Length '99999999999999999999' makes no sense")]
    [TestCase(Ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", "failed not HTTP: the Content-Length '6' makes no sense")]
    [TestCase(Ok + "Content-Length: 10\r\n\r\nhello", "failed the body is truncated: the connection ended after 5 of 10 bytes")]
    [TestCase(Ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n9\r\nabc", "failed the body is truncated: the connection ended after 8 bytes")]
    [TestCase(Ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "failed the answer is truncated: the connection ended in the middle of the body")]
    [TestCase(Ok + "Transfer-Encoding: chunked\r\n\r\nfive\r\nhello\r\n", "failed not HTTP: 'five' is no chunk size")]
    [TestCase(Ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello\r\n", "failed not HTTP: 'ffffffffffffffff' is no chunk size")]
    public void Answer_OfAnyKind_HasItsLine(string answer, string expected)
    {
        using ScriptedServer server = ScriptedServer.Answering(answer);

        ExampleRun run = ExampleRun.OnRealTime("fetch", server.Address);

        Condense(run.Lines[0], server.Address).ShouldBe(expected);
        run.ExitCode.ShouldBe(expected.StartsWith("failed", StringComparison.Ordinal) ? 1 : 0);
    }

    // The parser has to stand at any point of the answer when the bytes run out.
    [Test]
    public void Answer_ByteByByte_IsReadAllTheSame()
    {
        string answer = Ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n";
        using var server = new ScriptedServer((connection, _) =>
        {
            connection.NoDelay = true;
            foreach (char c in answer)
            {
                connection.Send([(byte)c]);
                Thread.Yield();
            }
        });

        Condense(ExampleRun.OnRealTime("fetch", server.Address).Lines[0], server.Address).ShouldBe("200 15 bytes");
    }

    [Test]
    public void Header_ThatNeverEnds_IsGivenUp()
    {
        using var endlessLine = new ScriptedServer((connection, _) => SendForEver(connection, "HTTP/1.1 200 OKOKOKOKOKOKOKOKOKOKOK"));
        using var endlessHeaders = new ScriptedServer((connection, _) => SendForEver(connection, Ok + "X: y\r\n", again: "X: y\r\n"));

        Condense(ExampleRun.OnRealTime("fetch", endlessLine.Address).Lines[0], endlessLine.Address)
            .ShouldBe("failed not HTTP: a line of the header never ends");
        Condense(ExampleRun.OnRealTime("fetch", endlessHeaders.Address).Lines[0], endlessHeaders.Address)
            .ShouldBe("failed not HTTP: the header never ends");
    }

    // A server of another kind that says something and then waits for us: not to be taken for a slow one.
    [Test]
    public void Garbage_WithoutAnEndOfLine_IsRecognisedAtOnce()
    {
        using var over = new ManualResetEvent(false);
        using var server = new ScriptedServer((connection, _) =>
        {
            connection.Send([0, 1, 2, 3, 4, 5]);
            over.WaitOne();
        });

        ExampleRun run = ExampleRun.OnRealTime("fetch", server.Address);
        over.Set();

        Condense(run.Lines[0], server.Address).ShouldBe("failed not HTTP: the answer begins with '??????'");
    }

    [Test]
    public void Connection_ResetInTheMiddle_HasItsLine()
    {
        using var server = new ScriptedServer((connection, _) =>
        {
            connection.Send(Encoding.ASCII.GetBytes(Ok + "Content-Length: 10\r\n\r\n"));
            connection.LingerState = new LingerOption(true, 0);
        });

        string line = Condense(ExampleRun.OnRealTime("fetch", server.Address).Lines[0], server.Address);

        line.ShouldBe("failed the server reset the connection");
    }

    [Test]
    [Category("RealTime")]
    public void SlowServer_TimesOutByItself_AndTheOthersAreFetched()
    {
        using var over = new ManualResetEvent(false);
        using var slow = new ScriptedServer((_, _) => over.WaitOne());
        using ScriptedServer quick = ScriptedServer.Answering(Ok + "Content-Length: 5\r\n\r\nhello");

        ExampleRun run = ExampleRun.OnRealTime("fetch", "--timeout", "0.2", slow.Address, quick.Address);
        over.Set();

        run.ExitCode.ShouldBe(1);
        Condense(run.Lines[0], quick.Address).ShouldBe("200 5 bytes");
        Condense(run.Lines[1], slow.Address).ShouldBe("failed timed out after 0.2 s");
    }

    [Test]
    public void ClosedPort_IsRefused()
    {
        using var mute = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        mute.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        string url = $"http://{mute.LocalEndPoint}/";

        ExampleRun run = ExampleRun.OnRealTime("fetch", url);

        run.ExitCode.ShouldBe(1);
        Condense(run.Lines[0], url).ShouldBe("failed connection refused");
        run.Lines[1].ShouldStartWith("0 pages, 0 bytes in ");
    }

    [Test]
    public void UnknownHost_HasItsLine()
    {
        ExampleRun run = ExampleRun.OnRealTime("fetch", "--timeout", "60", "http://no-such-host.invalid/page");

        run.ExitCode.ShouldBe(1);
        run.Lines[0].ShouldContain("http://no-such-host.invalid/page: unknown host 'no-such-host.invalid'");
    }

    [TestCase("localhost:8000/x", "bad URL: it should look like http://host/path")]
    [TestCase("/etc/passwd", "bad URL: it should look like http://host/path")]
    [TestCase("", "bad URL: it should look like http://host/path")]
    [TestCase("http://", "bad URL: it should look like http://host/path")]
    [TestCase("http://host:99999/", "bad URL: it should look like http://host/path")]
    [TestCase("https://localhost/", "https is not supported, only plain http")]
    [TestCase("ftp://localhost/", "ftp is not supported, only plain http")]
    public void Address_ThatCannotBeFetched_HasItsLine(string url, string reason)
    {
        ExampleRun run = ExampleRun.OnRealTime("fetch", url);

        run.ExitCode.ShouldBe(1);
        Condense(run.Lines[0], url).ShouldBe($"failed {reason}");
    }

    [Test]
    public void Request_NamesHostAndPathAsTheServerExpects()
    {
        string request = "";
        using var server = new ScriptedServer(
            (connection, text) =>
            {
                request = text;
                connection.Send(Encoding.ASCII.GetBytes(Ok + "Content-Length: 0\r\n\r\n"));
            },
            Socket.OSSupportsIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback);

        ExampleRun.OnRealTime("fetch", $"{server.Address}/a b/%C3%A4?q=1#part").ExitCode.ShouldBe(0);

        string[] lines = request.Split("\r\n");
        lines[0].ShouldBe("GET /a%20b/%C3%A4?q=1 HTTP/1.1");
        lines.ShouldContain($"Host: {server.Address["http://".Length..]}");
        lines.ShouldContain("Connection: close");
    }

    // No page is answered until all have been asked for.
    [Test]
    public void FiftyPages_AreUnderWayAtTheSameTime()
    {
        using var all = new CountdownEvent(50);
        using var server = new ScriptedServer((connection, _) =>
        {
            all.Signal();
            all.Wait();
            connection.Send(Encoding.ASCII.GetBytes(Ok + "Content-Length: 0\r\n\r\n"));
        });

        ExampleRun run = ExampleRun.OnRealTime(["fetch", "--timeout", "60", .. Enumerable.Repeat(server.Address, 50)]);

        run.ExitCode.ShouldBe(0);
        run.Lines.Length.ShouldBe(51);
    }

    [Test]
    public void Limit_IsNotExceeded()
    {
        int active = 0;
        int most = 0;
        object gate = new();
        using var server = new ScriptedServer((connection, _) =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++active);
            }

            Thread.Yield();
            lock (gate)
            {
                active--;
            }

            connection.Send(Encoding.ASCII.GetBytes(Ok + "Content-Length: 0\r\n\r\n"));
        });

        ExampleRun.OnRealTime(["fetch", "--limit", "3", .. Enumerable.Repeat(server.Address, 30)]).Lines.Length.ShouldBe(31);

        most.ShouldBeInRange(1, 3);
    }

    [Test]
    public void CtrlC_SaysHowFarItCame()
    {
        ExampleRun run = ExampleRun.WritingTo(new InterruptingWriter(), TimeProvider.System, "fetch", "https://a/", "https://b/");

        run.ExitCode.ShouldBe(130);
        run.ErrorLines.ShouldBe(["Interrupted: 1 of 2 pages were done."]);
    }

    /// <summary>A line of the report without what differs from run to run: the time and the address.</summary>
    private static string Condense(string line, string url)
    {
        int start = line.IndexOf($" s  {url}", StringComparison.Ordinal);
        string[] words = line[..start].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string rest = line[(start + 4 + url.Length)..].TrimStart(':').Trim();
        return string.Join(' ', words[..^1]) + (rest.Length > 0 ? " " + rest : "");
    }

    private static void SendForEver(Socket connection, string first, string? again = null)
    {
        connection.Send(Encoding.ASCII.GetBytes(first));
        byte[] more = Encoding.ASCII.GetBytes(again ?? first);
        while (true)
        {
            connection.Send(more);
        }
    }
}
