using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Coroutines;

/// <summary>What the two sides of a TLS connection have agreed on: asyncio's <c>get_extra_info('cipher')</c> and <c>('peercert')</c>.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class TlsSession
{
    internal TlsSession(SslStream stream, TlsRole role)
    {
        Protocol = stream.SslProtocol;
        ApplicationProtocol = stream.NegotiatedApplicationProtocol;
        RemoteCertificate = stream.RemoteCertificate;
#if NET
        CipherSuite = stream.NegotiatedCipherSuite;
        TargetHostName = stream.TargetHostName;
#else
        TargetHostName = role.Host ?? string.Empty;
#endif
    }

    /// <summary>The version of TLS.</summary>
    public SslProtocols Protocol { get; }

#if NET
    /// <summary>How the bytes are encrypted.</summary>
    public TlsCipherSuite CipherSuite { get; }
#endif

    /// <summary>The name of the host that the client has asked for (SNI); empty where it has named none. On a server it needs .NET 6 or later.</summary>
    public string TargetHostName { get; }

    /// <summary>The protocol above TLS that was chosen by ALPN; the default value where none was.</summary>
    public SslApplicationProtocol ApplicationProtocol { get; }

    /// <summary>The peer's certificate; null where it has shown none.</summary>
    public X509Certificate? RemoteCertificate { get; }

    /// <summary>For reports.</summary>
    /// <returns>For example <c>Tls13, TLS_AES_256_GCM_SHA384</c>.</returns>
#if NET
    public override string ToString() => $"{Protocol}, {CipherSuite}";
#else
    public override string ToString() => Protocol.ToString();
#endif
}
