using System.Diagnostics;
using System.Net.Security;

namespace Coroutines;

/// <summary>How a <see cref="CoServer"/> is set up.</summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class ServerOptions
{
    internal static readonly ServerOptions Default = new();

    /// <summary>The <see cref="CoStream.Limit"/> of its streams; 64 KiB by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public int Limit { get; init => field = Positive(value, "A limit"); } = CoStream.DefaultLimit;

    /// <summary>How many peers may wait to be accepted; 100 by default, as in asyncio.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public int Backlog { get; init => field = Positive(value, "A backlog"); } = 100;

    /// <summary>
    /// Whether an address may be used again while connections of an earlier server on it come to their end; true by default, as in asyncio on
    /// Unix. It never lets two servers share an address.
    /// </summary>
    public bool ReuseAddress { get; init; } = true;

    /// <summary>Whether several servers, of several processes or schedulers, may share the port; false by default. Linux only.</summary>
    public bool ReusePort { get; init; }

    /// <summary>Whether the system looks from time to time whether a silent peer is still there; false by default.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>How many connections there may be at a time; further peers wait to be accepted. Unlimited by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public int MaxConnections { get; init => field = Positive(value, "A number of connections"); } = int.MaxValue;

    /// <summary>
    /// Has its connections be ones of TLS: asyncio's <c>ssl</c>. Null, the default, for plain ones. The handler is called when the handshake is over. One that fails
    /// costs only its own connection, and is reported in debug mode, as in asyncio.
    /// </summary>
    /// <remarks>Of many handshakes at a time, two take a step in each iteration of the loop, so that they do not hold the others.</remarks>
    public SslServerAuthenticationOptions? Tls { get; init; }

    /// <summary>How long a TLS handshake may take; 60 seconds by default, as asyncio's <c>ssl_handshake_timeout</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public Duration TlsHandshakeTimeout { get; init => field = TlsTerms.Verified(value, nameof(value)); } = TlsTerms.DefaultHandshakeTimeout;

    /// <summary>How long a peer has to answer when a TLS connection is closed here, before it is aborted; 30 seconds by default, as asyncio's
    /// <c>ssl_shutdown_timeout</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public Duration TlsShutdownTimeout { get; init => field = TlsTerms.Verified(value, nameof(value)); } = TlsTerms.DefaultShutdownTimeout;

    /// <summary>Whether the steps of TLS handshakes are calculated on a thread of the scheduler's, as each costs milliseconds; false by default. Callbacks of the
    /// options are then called on that thread.</summary>
    public bool TlsHandshakeOnThread { get; init; }

    /// <summary>Whether it accepts from the beginning, or after <see cref="CoServer.StartServing"/>; true by default.</summary>
    public bool StartServing { get; init; } = true;

    private static int Positive(int value, string what) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{what} is above 0.");

    private string DebuggerDisplay => FormattableString.Invariant($"backlog {Backlog}, limit {Limit} bytes{(MaxConnections == int.MaxValue ? string.Empty : $", at most {MaxConnections} connections")}{(Tls is null ? string.Empty : ", TLS")}");
}
