using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Coroutines.Tests.Tls;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the page on streams and servers says of TLS.</summary>
public sealed class TlsOnThePageTests : SnippetTest
{
    [Test]
    public void ServerAndClient_Talk()
    {
        // snippet: tls
        IEnumerator<Awaitable> Main(X509Certificate2 certificate, X509Certificate2 authority)
        {
            var options = new ServerOptions { Tls = new SslServerAuthenticationOptions { ServerCertificate = certificate } };
            yield return StartServer(Greet, "127.0.0.1", 0, options).Into(out var server);
            int port = ((IPEndPoint)server.Result.EndPoints[0]).Port;

            var trusting = new X509ChainPolicy                                   // a `new SslClientAuthenticationOptions()` trusts whom the system trusts
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            };
            var secure = new ConnectionOptions { Tls = new SslClientAuthenticationOptions { CertificateChainPolicy = trusting } };
            yield return OpenConnection("localhost", port, secure).Into(out var client);
            yield return client.Result.ReadLine().Into(out var line);
            Console.WriteLine($"{line.Result} ({client.Result.Tls!.Protocol})");
            client.Result.Close();
            yield return client.Result.WaitClosed();
        }

        IEnumerator<Awaitable> Greet(CoStream stream)
        {
            stream.Write("hello\n");
            yield return stream.Drain();
        }
        // end-snippet

        Scheduler.Run(Main(Certificates.Server, Certificates.Authority));
        Console.ShouldRead("hello (Tls13)");
    }

    [Test]
    public void StartTls_GoesOnEncrypted()
    {
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() });
        Console.ShouldRead("secret");

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = CoStream.CreatePair();
            CoTask talking = CreateTask(Talk(client, Certificates.Trusting()));
            yield return server.ReadLine();
            server.Write("go ahead\n");
            yield return server.StartTls(Certificates.ServerOptions());
            yield return server.ReadLine().Into(out Awaitable<string?> line);
            Console.WriteLine(line.Result!);
            yield return talking;
            server.Close();
            client.Close();
        }

        // snippet: start-tls
        static IEnumerator<Awaitable> Talk(CoStream stream, X509ChainPolicy trusting)
        {
            stream.Write("STARTTLS\n");
            yield return stream.ReadLine();                                      // all of the server's answer, before the handshake
            yield return stream.StartTls(new SslClientAuthenticationOptions { TargetHost = "server.test", CertificateChainPolicy = trusting });
            stream.Write("secret\n");
        }
        // end-snippet
    }
}
