using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Coroutines;

/// <summary>What the two sides of a TLS connection have agreed on: asyncio's <c>get_extra_info('cipher')</c> and <c>('peercert')</c>.</summary>
public sealed class TlsSession
{
    internal TlsSession(SslStream stream)
    {
        Protocol = stream.SslProtocol;
        CipherSuite = stream.NegotiatedCipherSuite;
        ApplicationProtocol = stream.NegotiatedApplicationProtocol;
        RemoteCertificate = stream.RemoteCertificate;
        TargetHostName = TargetHostOf(stream);
    }

    /// <summary>The version of TLS.</summary>
    public SslProtocols Protocol { get; }

    /// <summary>How the bytes are encrypted.</summary>
    public TlsCipherSuite CipherSuite { get; }

    /// <summary>The protocol above TLS that was chosen by ALPN; the default value where none was.</summary>
    public SslApplicationProtocol ApplicationProtocol { get; }

    /// <summary>The peer's certificate; null where it has shown none.</summary>
    public X509Certificate? RemoteCertificate { get; }

    /// <summary>The name of the host that the client has asked for (SNI); empty where it has named none.</summary>
    public string TargetHostName { get; }

    /// <summary>For reports.</summary>
    /// <returns>For example <c>Tls13, TLS_AES_256_GCM_SHA384</c>.</returns>
    public override string ToString() => $"{Protocol}, {CipherSuite}";

#if NET
    private static string TargetHostOf(SslStream stream) => stream.TargetHostName;
#else
    private static string TargetHostOf(SslStream stream) => string.Empty;
#endif
}
