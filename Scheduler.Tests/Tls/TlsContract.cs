using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tls;

/// <summary>TLS over sockets, whoever asks the system which are ready.</summary>
public abstract partial class TlsContract
{
    private readonly List<ExceptionContext> _reports = [];

    private protected abstract SelectorKind Kind { get; }

    [TearDown]
    public void NothingWasReported()
    {
        _reports.Select(static report => $"{report.Message}: {report.Exception}").ShouldBeEmpty();
        _reports.Clear();
    }

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    public void Conversation_WithEachVersion(SslProtocols version) => Run(Conversation(version));

    private static IEnumerator<Awaitable> Conversation(SslProtocols version)
    {
        SslServerAuthenticationOptions tls = Certificates.ServerOptions();
        tls.EnabledSslProtocols = version;
        yield return StartServer(EchoLines, "127.0.0.1", 0, new ServerOptions { Tls = tls }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream client = opened.Result;
        client.Tls!.Protocol.ShouldBe(version);
        client.Tls.RemoteCertificate!.Subject.ShouldBe($"CN={Certificates.Host}");
        client.Tls.TargetHostName.ShouldBe(Certificates.Host);
        client.RemoteEndPoint.ShouldBe(server.EndPoints[0]);
        client.WriteLines(["one", "two"]);
        yield return client.ReadLine().Into(out Awaitable<string?> first);
        yield return client.ReadLine().Into(out Awaitable<string?> second);
        (first.Result, second.Result).ShouldBe(("ONE", "TWO"));
        client.Close();
        yield return client.WaitClosed();
        server.Close();
        yield return server.WaitClosed();
        server.ConnectionCount.ShouldBe(0);
    }

    [Test]
    public void Megabytes_BothWaysAtOnce_ArriveWhole() => Run(Megabytes());

    private static IEnumerator<Awaitable> Megabytes()
    {
        byte[] sent = new byte[5_000_000];
        new Random(1).NextBytes(sent);
        yield return StartServer(EchoBytes, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Open(server).Into(out Awaitable<CoStream> opened);
        using CoStream client = opened.Result;
        CoTask write = CreateTask(WritingAll(client, sent));
        yield return client.ReadExactly(sent.Length).Into(out Awaitable<byte[]> received);
        yield return write;
        received.Result.AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    [Test]
    public void NameOfTheHost_IsCheckedUnlessTargetHostSaysAnother() => Run(NameIsChecked());

    private static IEnumerator<Awaitable> NameIsChecked()
    {
        yield return StartServer(EchoLines, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;

        // localhost is one of its names, and nobody has said another one.
        yield return Connect(server, "localhost", Certificates.ClientOptions(host: null)).Into(out Awaitable<CoStream> opened);
        opened.Result.Tls!.TargetHostName.ShouldBe("localhost");
        opened.Result.Close();
        yield return Refusal(server, Certificates.ClientOptions("elsewhere.test")).Into(out Awaitable<Exception> refusal);
        refusal.Result.ShouldBeOfType<AuthenticationException>().Message.ShouldContain("RemoteCertificateNameMismatch");
    }

    [TestCase("expired", "NotTimeValid")]
    [TestCase("self-signed", "UntrustedRoot")]
    [TestCase("unknown authority", "PartialChain")]
    public void Certificate_ThatIsNotToBeTrusted_IsRefused_WithItsReason(string which, string reason) => Run(CertificateIsRefused(which, reason));

    private static IEnumerator<Awaitable> CertificateIsRefused(string which, string reason)
    {
        X509Certificate2 certificate = which switch
        {
            "expired" => Certificates.Expired,
            "self-signed" => Certificates.SelfSigned,
            _ => Certificates.Server,
        };
        SslClientAuthenticationOptions options = Certificates.ClientOptions();
        if (which == "unknown authority")
        {
            // As by default, but for the tests' authority.
            options.CertificateChainPolicy = null;
        }

        yield return StartServer(EchoLines, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions(certificate) })
            .Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Refusal(server, options).Into(out Awaitable<Exception> refusal);
        refusal.Result.ShouldBeOfType<AuthenticationException>().Message.ShouldContain(reason);
        refusal.Result.Message.ShouldStartWith($"The TLS handshake with {server.EndPoints[0]} failed: ");
        server.Close();
        yield return server.WaitClosed();
    }

    [Test]
    public void ClientsCertificate_IsAskedFor_Shown_AndChecked() => Run(ClientsCertificate());

    private static IEnumerator<Awaitable> ClientsCertificate()
    {
        SslServerAuthenticationOptions tls = Certificates.ServerOptions();
        tls.ClientCertificateRequired = true;
        tls.CertificateChainPolicy = Certificates.Trusting();
        yield return StartServer(SayWhoIsThere, "127.0.0.1", 0, new ServerOptions { Tls = tls }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;

        SslClientAuthenticationOptions options = Certificates.ClientOptions();
        options.ClientCertificates = [Certificates.Client];
        yield return Connect(server, "localhost", options).Into(out Awaitable<CoStream> opened);
        yield return opened.Result.ReadLine().Into(out Awaitable<string?> line);
        line.Result.ShouldBe("CN=some client");
        opened.Result.Close();

        // In TLS 1.3 the client's side is over before the server has looked at what it has sent.
        yield return Open(server).Into(out opened);
        yield return Settle(opened.Result.ReadToEnd(), out Outcome<byte[]> outcome);
        (outcome.Exception is IOException or SocketException || outcome.Result.Length == 0).ShouldBeTrue();
        opened.Result.Abort();
        server.Close();
        yield return server.WaitClosed();

        static IEnumerator<Awaitable> SayWhoIsThere(CoStream stream)
        {
            stream.Write(stream.Tls!.RemoteCertificate!.Subject + "\n");
            yield break;
        }
    }

    [Test]
    public void ApplicationProtocol_IsAgreedOn() => Run(ApplicationProtocol());

    private static IEnumerator<Awaitable> ApplicationProtocol()
    {
        SslServerAuthenticationOptions tls = Certificates.ServerOptions();
        tls.ApplicationProtocols = [new SslApplicationProtocol("chat/2"), new SslApplicationProtocol("chat/1")];
        yield return StartServer(EchoLines, "127.0.0.1", 0, new ServerOptions { Tls = tls }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        SslClientAuthenticationOptions options = Certificates.ClientOptions();
        options.ApplicationProtocols = [new SslApplicationProtocol("chat/1")];
        yield return Connect(server, "localhost", options).Into(out Awaitable<CoStream> opened);
        opened.Result.Tls!.ApplicationProtocol.ToString().ShouldBe("chat/1");
        opened.Result.Close();
    }

    [Test]
    public void PlainServer_IsToldFromOneOfTls_ByWhatItSays() => Run(PlainServer());

    private static IEnumerator<Awaitable> PlainServer()
    {
        yield return StartServer(Greet, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return Refusal(server, Certificates.ClientOptions()).Into(out Awaitable<Exception> refusal);
        refusal.Result.ShouldBeOfType<AuthenticationException>()
            .Message.ShouldBe($"The TLS handshake with {server.EndPoints[0]} failed: the peer does not speak TLS; it began with '220 hello\\n'.");

        static IEnumerator<Awaitable> Greet(CoStream stream)
        {
            stream.Write("220 hello\n");
            yield return stream.Closed;
        }
    }

    [Test]
    public void PlainClient_CostsOnlyItsConnection_AndIsReportedInDebugMode()
    {
        Run(PlainClient(), debug: true);
        _reports.Count.ShouldBe(1);
        _reports[0].Message.ShouldStartWith("A peer of server on 127.0.0.1:");
        _reports[0].Exception.ShouldBeOfType<AuthenticationException>().Message.ShouldContain("does not speak TLS; it began with 'GET / HTTP/1.0\\r\\n'");
        _reports.Clear();
    }

    private static IEnumerator<Awaitable> PlainClient()
    {
        yield return StartServer(EchoLines, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return OpenConnection("127.0.0.1", PortOf(server)).Into(out Awaitable<CoStream> opened);
        opened.Result.Write("GET / HTTP/1.0\r\n\r\n");
        yield return Settle(opened.Result.ReadToEnd(), out _);
        opened.Result.Close();
        yield return Open(server).Into(out opened);
        opened.Result.Write("well\n");
        yield return opened.Result.ReadLine().Into(out Awaitable<string?> line);
        line.Result.ShouldBe("WELL");
        opened.Result.Close();
    }

    [Test]
    [Platform("Linux, MacOsX")]
    public void UnixSocket_CarriesTlsAsWell() => Run(OnAPath());

    private static IEnumerator<Awaitable> OnAPath()
    {
        using var folder = new TemporaryFolder();
        yield return StartUnixServer(EchoLines, folder.File("s"), new ServerOptions { Tls = Certificates.ServerOptions() }).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return OpenUnixConnection(folder.File("s"), new ConnectionOptions { Tls = Certificates.ClientOptions() }).Into(out Awaitable<CoStream> opened);
        opened.Result.Write("hello\n");
        yield return opened.Result.ReadLine().Into(out Awaitable<string?> line);
        line.Result.ShouldBe("HELLO");
        opened.Result.Close();
        yield return opened.Result.WaitClosed();
        server.Close();
        yield return server.WaitClosed();
    }

    private void Run(IEnumerator<Awaitable> main, bool debug = false)
    {
        List<string> before = Posix.Descriptors();
        Scheduler.Run(main, new SchedulerOptions
        {
            Selector = Kind,
            Debug = debug,
            SlowStepThreshold = System.Threading.Timeout.InfiniteTimeSpan,
            ExceptionHandler = _reports.Add,
        });
        Posix.ShouldHaveClosedAllSince(before);
    }

    private static int PortOf(CoServer server) => ((IPEndPoint)server.EndPoints[0]).Port;

    private static Awaitable<CoStream> Open(CoServer server) => Connect(server, "localhost", Certificates.ClientOptions());

    private static Awaitable<CoStream> Connect(CoServer server, string host, SslClientAuthenticationOptions options) =>
        OpenConnection(host, PortOf(server), new ConnectionOptions { Tls = options });

    private static Awaitable<Exception> Refusal(CoServer server, SslClientAuthenticationOptions options) => Await<Exception>(Refused(server, options));

    private static IEnumerator<Awaitable> Refused(CoServer server, SslClientAuthenticationOptions options)
    {
        yield return Settle(OpenConnection("127.0.0.1", PortOf(server), new ConnectionOptions { Tls = options }), out Outcome<CoStream> outcome);
        yield return Return(outcome.Exception);
    }

    private static IEnumerator<Awaitable> EchoLines(CoStream stream)
    {
        
        while (true)
        {
            yield return stream.ReadLine().Into(out Awaitable<string?> line);
            if (line.Result is not { } text)
            {
                yield break;
            }

            stream.Write(text.ToUpperInvariant() + "\n");
        }
    }

    private static IEnumerator<Awaitable> EchoBytes(CoStream stream)
    {
        byte[] buffer = new byte[10_000];
        while (true)
        {
            yield return stream.Read(buffer).Into(out Awaitable<int> count);
            if (count.Result == 0)
            {
                yield break;
            }

            stream.Write(buffer.AsSpan(0, count.Result));
            yield return stream.Drain();
        }
    }

    private static IEnumerator<Awaitable> WritingAll(CoStream stream, byte[] bytes)
    {
        yield return stream.WriteAll(bytes);
    }
}
