using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static Coroutines.Awaitable;

namespace Coroutines.Benchmarks;

/// <summary>Both ends of a TLS connection over loopback, in this process, beside .NET's own <see cref="SslStream"/> with async/await.</summary>
internal sealed class TlsScenario : IScenario
{
    private const int Echoes = 20_000;
    private const int Megabytes = 1_024;
    private const int Megabyte = 1 << 20;
    private const int Rounds = 5;
    private const int MessageSize = 64;
    private const int PortionSize = 64 * 1024;

    private static readonly X509Certificate2 _certificate = MakeCertificate();

    private readonly Contender _echo = new(Echoes, count => Scheduler.Run(Meet(Echo, stream => Ask(stream, count))));
    private readonly Contender _echoDotNet = new(Echoes, count => TlsOfDotNet.Run(_certificate, count * (long)MessageSize, MessageSize, isEcho: true));
    private readonly Contender _transfer = new(Megabytes, count => Scheduler.Run(Meet(Discard, stream => Send(stream, count))));
    private readonly Contender _transferDotNet = new(Megabytes, count => TlsOfDotNet.Run(_certificate, count * (long)Megabyte, PortionSize, isEcho: false));

    public string Name => "tls";

    public void WarmUp()
    {
        _echo.WarmUp();
        _echoDotNet.WarmUp();
    }

    public IEnumerable<Row> Measure()
    {
        Contender.Measure(Rounds, [_echo, _echoDotNet]);
        Contender.Measure(Rounds, [_transfer, _transferDotNet]);
        yield return RowOf("TLS, an echo of 64 bytes, both ends", _echo, _echoDotNet);
        yield return RowOf("TLS, 1 GB one way, a MB, both ends", _transfer, _transferDotNet);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    internal static SslClientAuthenticationOptions ClientOptions() => new()
    {
        TargetHost = "localhost",
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    private static Row RowOf(string operation, Contender ours, Contender dotNet) => new(operation, ours.Median)
    {
        AsyncAwait = dotNet.Median,
        Checks = [Check.Faster(1, ours.Median, dotNet.Median, "async/await")],
    };

    private static IEnumerator<Awaitable> Meet(Func<CoStream, IEnumerator<Awaitable>> server, Func<CoStream, IEnumerator<Awaitable>> client)
    {
        var options = new ServerOptions { Tls = new SslServerAuthenticationOptions { ServerCertificate = _certificate } };
        yield return StartServer(server, "127.0.0.1", 0, options).Into(out Awaitable<CoServer> started);
        using CoServer listening = started.Result;
        int port = ((IPEndPoint)listening.EndPoints[0]).Port;
        yield return OpenConnection("127.0.0.1", port, new ConnectionOptions { Tls = ClientOptions() }).Into(out Awaitable<CoStream> opened);
        yield return Await(client(opened.Result));
        opened.Result.Close();
        yield return opened.Result.WaitClosed();
    }

    private static IEnumerator<Awaitable> Echo(CoStream stream)
    {
        byte[] buffer = new byte[PortionSize];
        yield return stream.Read(buffer).Into(out Awaitable<int> count);
        while (count.Result > 0)
        {
            stream.Write(buffer.AsSpan(0, count.Result));
            yield return stream.Drain();
            yield return stream.Read(buffer).Into(out count);
        }
    }

    private static IEnumerator<Awaitable> Ask(CoStream stream, int count)
    {
        byte[] message = new byte[MessageSize];
        for (int i = 0; i < count; i++)
        {
            stream.Write(message);
            yield return stream.ReadExactly(message);
        }
    }

    private static IEnumerator<Awaitable> Discard(CoStream stream)
    {
        byte[] buffer = new byte[PortionSize];
        yield return stream.Read(buffer).Into(out Awaitable<int> count);
        while (count.Result > 0)
        {
            yield return stream.Read(buffer).Into(out count);
        }
    }

    private static IEnumerator<Awaitable> Send(CoStream stream, int megabytes)
    {
        byte[] portion = new byte[PortionSize];
        for (long sent = 0; sent < megabytes * (long)Megabyte; sent += PortionSize)
        {
            yield return stream.WriteAll(portion);
        }
    }
}
