using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Coroutines.Benchmarks;

/// <summary>The same by .NET's streams, as a program with async/await has them.</summary>
internal static class TlsOfDotNet
{
    internal static void Run(X509Certificate2 certificate, long bytes, int portion, bool isEcho) => RunAsync(certificate, bytes, portion, isEcho).GetAwaiter().GetResult();

    private static async Task RunAsync(X509Certificate2 certificate, long bytes, int portion, bool isEcho)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient { NoDelay = true };
        Task<TcpClient> accepting = listener.AcceptTcpClientAsync();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint).ConfigureAwait(false);
        using TcpClient accepted = await accepting.ConfigureAwait(false);
        accepted.NoDelay = true;
        await using var near = new SslStream(client.GetStream());
        await using var far = new SslStream(accepted.GetStream());
        Task answering = far.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        await near.AuthenticateAsClientAsync(TlsScenario.ClientOptions()).ConfigureAwait(false);
        await answering.ConfigureAwait(false);
        Task serving = Serve(far, bytes, isEcho);
        byte[] message = new byte[portion];
        for (long sent = 0; sent < bytes; sent += portion)
        {
            await near.WriteAsync(message).ConfigureAwait(false);
            if (isEcho)
            {
                await near.ReadExactlyAsync(message).ConfigureAwait(false);
            }
        }

        await serving.ConfigureAwait(false);
    }

    private static async Task Serve(SslStream stream, long bytes, bool isEcho)
    {
        byte[] buffer = new byte[64 * 1024];
        for (long received = 0; received < bytes;)
        {
            int count = await stream.ReadAsync(buffer).ConfigureAwait(false);
            received += count;
            if (isEcho)
            {
                await stream.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
    }
}
