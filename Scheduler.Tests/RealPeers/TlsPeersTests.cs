using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Coroutines.Tests.Examples.Servers;
using Coroutines.Tests.Tls;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.RealPeers;

/// <summary>TLS with those that others have written: OpenSSL's own programs, curl, and Python's <c>ssl</c>.</summary>
[Category("RealTime")]
internal sealed class TlsPeersTests
{
    private const string PythonServer = """
        import asyncio, ssl, sys

        async def shout(reader, writer):
            while line := await reader.readline():
                if line == b"truncate\n":
                    writer.transport.abort()
                    return
                writer.write(line.upper())
                await writer.drain()
            writer.close()
            await writer.wait_closed()

        async def main():
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[1], sys.argv[2])
            server = await asyncio.start_server(shout, "127.0.0.1", 0, ssl=context)
            print(server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()

        asyncio.run(main())
        """;

    private const string PythonClient = """
        import asyncio, ssl, sys

        async def send(writer):
            for number in range(5000):
                writer.write(b"line %d\n" % number)
                await writer.drain()

        async def main():
            context = ssl.create_default_context(cafile=sys.argv[2])
            reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]), ssl=context, server_hostname="server.test")
            sending = asyncio.create_task(send(writer))
            for number in range(5000):
                line = await reader.readline()
                assert line == b"LINE %d\n" % number, line
            await sending
            writer.close()
            await writer.wait_closed()
            print(writer.get_extra_info("ssl_object").version(), "all has come")

        asyncio.run(main())
        """;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void WriteCertificates()
    {
        _folder = new TemporaryFolder();
        File.WriteAllText(_folder.File("authority.pem"), Certificates.Authority.ExportCertificatePem());
        File.WriteAllText(_folder.File("server.pem"), Certificates.Server.ExportCertificatePem());
        File.WriteAllText(_folder.File("key.pem"), Certificates.Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    [TearDown]
    public void RemoveCertificates() => _folder.Dispose();

    [TestCase("1.2")]
    [TestCase("1.3")]
    public void Curl_OnServe_WithEachVersion(string version)
    {
        string curl = Tool.Require("curl");
        byte[] large = new byte[3_000_000];
        new Random(5).NextBytes(large);
        Directory.CreateDirectory(_folder.File("site"));
        File.WriteAllBytes(_folder.File("site/large.bin"), large);
        using var serve = new RunningExample(
            "serve", "--port", "0", "--tls", "--cert", _folder.File("server.pem"), "--key", _folder.File("key.pem"), _folder.File("site"));
        string[] common =
        [
            "--silent", "--show-error", "--noproxy", "*", "--cacert", _folder.File("authority.pem"), "--tls-max", version,
            "--resolve", $"server.test:{serve.Port}:127.0.0.1",
        ];
        ToolRun run = Tool.Run(curl, [.. common, $"https://server.test:{serve.Port}/large.bin"]);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.AsSpan().SequenceEqual(large).ShouldBeTrue();

        // The name is none of the certificate's.
        run = Tool.Run(curl, [.. common, "--resolve", $"other.test:{serve.Port}:127.0.0.1", $"https://other.test:{serve.Port}/large.bin"]);
        run.ExitCode.ShouldBe(60);
        serve.Reports.ShouldBeEmpty();
    }

    [TestCase("-tls1_2")]
    [TestCase("-tls1_3")]
    public void OpenSslsClient_OnOurServer(string version) => Scheduler.Run(Served(version));

    private IEnumerator<Awaitable> Served(string version)
    {
        string openssl = Tool.Require("openssl");
        yield return StartServer(ShoutOnce, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        string[] arguments =
        [
            "s_client", "-connect", $"127.0.0.1:{PortOf(server)}", version, "-CAfile", _folder.File("authority.pem"), "-verify_return_error",
            "-verify_hostname", Certificates.Host, "-servername", Certificates.Host, "-quiet",
        ];
        yield return ToThread(() => Tool.RunWithInput("hello\n"u8.ToArray(), openssl, arguments))
            .Into(out Awaitable<ToolRun> run);
        run.Result.Text.ShouldBe("HELLO\n", run.Result.Error);
        server.Close();
        yield return server.WaitClosed();

        static IEnumerator<Awaitable> ShoutOnce(CoStream stream)
        {
            yield return stream.ReadLine().Into(out Awaitable<string?> line);
            stream.Write(line.Result!.ToUpperInvariant() + "\n");
        }
    }

    [Test]
    public void Renegotiation_IsRefused_AndCostsOnlyItsConnection() => Scheduler.Run(Renegotiated());

    private static IEnumerator<Awaitable> Renegotiated()
    {
        string openssl = Tool.Require("openssl");
        yield return StartServer(Shout, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;

        // It takes a line with an R alone for the command.
        yield return ToThread(() => Tool.RunWithInput("R\n"u8.ToArray(), openssl, "s_client", "-connect", $"127.0.0.1:{PortOf(server)}", "-tls1_2"))
            .Into(out Awaitable<ToolRun> run);
        run.Result.ExitCode.ShouldNotBe(0);
        (run.Result.Text + run.Result.Error).ShouldContain("RENEGOTIATING");
        yield return OpenConnection("127.0.0.1", PortOf(server), new ConnectionOptions { Tls = Certificates.ClientOptions() }).Into(out Awaitable<CoStream> opened);
        opened.Result.Write("well\n");
        yield return opened.Result.ReadLine().Into(out Awaitable<string?> line);
        line.Result.ShouldBe("WELL");
        opened.Result.Close();
    }

    [TestCase("-tls1_2")]
    [TestCase("-tls1_3")]
    public void OurClient_OnOpenSslsServer(string version)
    {
        string openssl = Tool.Require("openssl");
        int port = FreePort();
        using Process server = Tool.Start(
            openssl,
            ["s_server", "-accept", $"127.0.0.1:{port}", version, "-cert", _folder.File("server.pem"), "-key", _folder.File("key.pem"), "-rev", "-naccept", "1"]);
        try
        {
            // It says so when it listens.
            while (server.StandardOutput.ReadLine() is { } line && line != "ACCEPT")
            {
            }

            Scheduler.Run(Reversed(port));
            server.WaitForExit(60_000).ShouldBeTrue();
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
        }
    }

    private static IEnumerator<Awaitable> Reversed(int port)
    {
        yield return OpenConnection("127.0.0.1", port, new ConnectionOptions { Tls = Certificates.ClientOptions() }).Into(out Awaitable<CoStream> opened);
        using CoStream stream = opened.Result;
        for (int i = 0; i < 100; i++)
        {
            stream.Write($"hello {i}\n");
            yield return stream.ReadLine().Into(out Awaitable<string?> line);
            line.Result.ShouldBe(new string([.. $"hello {i}".Reverse()]));
        }

        stream.Close();
        yield return stream.WaitClosed();
    }

    [Test]
    public void OurClient_OnAsynciosServer()
    {
        string python = Tool.Require("python3");
        using Process server = Tool.Start(python, ["-c", PythonServer, _folder.File("server.pem"), _folder.File("key.pem")]);
        try
        {
            Scheduler.Run(Talking(int.Parse(server.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture)));
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
        }
    }

    private static IEnumerator<Awaitable> Talking(int port)
    {
        var options = new ConnectionOptions { Tls = Certificates.ClientOptions() };
        yield return OpenConnection("127.0.0.1", port, options).Into(out Awaitable<CoStream> opened);
        for (int i = 0; i < 1_000; i++)
        {
            opened.Result.Write($"line {i}\n");
        }

        for (int i = 0; i < 1_000; i++)
        {
            yield return opened.Result.ReadLine().Into(out Awaitable<string?> line);
            line.Result.ShouldBe($"LINE {i}");
        }

        opened.Result.Close();
        yield return opened.Result.WaitClosed();

        // It breaks off without an end of TLS.
        yield return OpenConnection("127.0.0.1", port, options).Into(out opened);
        opened.Result.Write("truncate\n");
        yield return opened.Result.ReadToEnd().Into(out Awaitable<byte[]> rest);
        rest.Result.ShouldBeEmpty();
        opened.Result.Close();
    }

    [Test]
    public void AsynciosClient_OnOurServer() => Scheduler.Run(Visited());

    private IEnumerator<Awaitable> Visited()
    {
        string python = Tool.Require("python3");
        yield return StartServer(Shout, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return ToThread(() => Tool.Run(python, "-c", PythonClient, $"{PortOf(server)}", _folder.File("authority.pem"))).Into(out Awaitable<ToolRun> run);
        run.Result.Text.Trim().ShouldBe("TLSv1.3 all has come", run.Result.Error);
        server.Close();
        yield return server.WaitClosed();
    }

    [Test]
    public void SystemsOwnAuthorities_DoNotKnowOurs()
    {
        Scheduler.Run(Main());

        static IEnumerator<Awaitable> Main()
        {
            yield return StartServer(Shout, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
            using CoServer server = started.Result;
            yield return Settle(
                OpenConnection("localhost", PortOf(server), new ConnectionOptions { Tls = new SslClientAuthenticationOptions() }), out Outcome<CoStream> outcome);
            outcome.Exception.ShouldBeOfType<AuthenticationException>();
        }
    }

    private static IEnumerator<Awaitable> Shout(CoStream stream)
    {
        StreamLineReader lines = stream.ReadLines();
        yield return lines.Next();
        while (!lines.IsAtEnd)
        {
            stream.Write(lines.Current.ToUpperInvariant() + "\n");
            yield return stream.Drain();
            yield return lines.Next();
        }
    }

    private static int PortOf(CoServer server) => ((IPEndPoint)server.EndPoints[0]).Port;

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
