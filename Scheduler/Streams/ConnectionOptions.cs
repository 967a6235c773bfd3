using System.Diagnostics;
using System.Net;
using System.Net.Security;

namespace Coroutines;

/// <summary>How a stream is set up that is opened here.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class ConnectionOptions
{
    internal static readonly ConnectionOptions Default = new();

    /// <summary>The stream's <see cref="CoStream.Limit"/>; 64 KiB by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public int Limit
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A limit is a number of bytes above 0.");
    } = CoStream.DefaultLimit;

    /// <summary>The address to connect from; null to let the system choose: asyncio's <c>local_addr</c>.</summary>
    public EndPoint? LocalEndPoint { get; init; }

    /// <summary>How long connecting may take, the look-up of the name and the TLS handshake included; no limit by default.</summary>
    public Duration ConnectTimeout { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// How long an attempt to connect has before the next address is tried beside it, IPv6 and IPv4 in turn: asyncio's
    /// <c>happy_eyeballs_delay</c>; 0.25 seconds are usual. Null, the default as in asyncio, tries one address after the other.
    /// </summary>
    public Duration? HappyEyeballsDelay { get; init; }

    /// <summary>
    /// Has the connection be one of TLS: asyncio's <c>ssl</c>. Null, the default, for a plain one. Its <see cref="SslClientAuthenticationOptions.TargetHost"/>
    /// is the host that is connected to, unless it is set.
    /// </summary>
    /// <remarks>
    /// The server's certificate is checked, and the name in it, unless the options say otherwise. A certificate that is missing between the server's and the
    /// authority's is not downloaded, which would hold the loop, unless a
    /// <c>CertificateChainPolicy</c> of the options says so; see <see cref="TlsHandshakeOnThread"/>.
    /// </remarks>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>How long the TLS handshake may take; 60 seconds by default, as asyncio's <c>ssl_handshake_timeout</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public Duration TlsHandshakeTimeout { get; init => field = TlsTerms.Verified(value, nameof(value)); } = TlsTerms.DefaultHandshakeTimeout;

    /// <summary>
    /// How long the peer has to answer when a TLS connection is closed here; 30 seconds by default, as asyncio's <c>ssl_shutdown_timeout</c>. After that it is
    /// aborted, and <see cref="CoStream.WaitClosed"/> fails with a <see cref="TimeoutException"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public Duration TlsShutdownTimeout { get; init => field = TlsTerms.Verified(value, nameof(value)); } = TlsTerms.DefaultShutdownTimeout;

    /// <summary>
    /// Whether the steps of the TLS handshake are calculated on a thread of the scheduler's, as each costs milliseconds, or more where certificates or lists of
    /// those revoked are downloaded; false by default. Callbacks of the options are then called on that thread.
    /// </summary>
    public bool TlsHandshakeOnThread { get; init; }

    /// <summary>How long a byte is under way between two streams in memory; 0 by default.</summary>
    public Duration Latency { get; init; }

    /// <summary>How many bytes a second two streams in memory carry each way; infinitely many by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public double Bandwidth
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A bandwidth is a number of bytes a second above 0.");
    } = double.PositiveInfinity;

    private string DebuggerDisplay => $"connect within {ConnectTimeout}{(LocalEndPoint is null ? string.Empty : $", from {LocalEndPoint}")}{(Tls is null ? string.Empty : ", TLS")}";
}
