namespace Coroutines;

/// <summary>How a connection is made one of TLS, and how it is ended.</summary>
/// <param name="role">Which side is taken.</param>
internal sealed class TlsTerms(TlsRole role)
{
    /// <summary>In seconds, as asyncio's <c>ssl_handshake_timeout</c>.</summary>
    internal const double DefaultHandshakeTimeout = 60;

    /// <summary>In seconds, as asyncio's <c>ssl_shutdown_timeout</c>.</summary>
    internal const double DefaultShutdownTimeout = 30;

    internal TlsRole Role => role;

    /// <returns>Null for a plain connection.</returns>
    /// <exception cref="ArgumentException">The options cannot be those of a client.</exception>
    internal static TlsTerms? Of(ConnectionOptions options, string? host) => options.Tls is null ? null : new(TlsRole.Client(options.Tls, host))
    {
        HandshakeTimeout = options.TlsHandshakeTimeout,
        ShutdownTimeout = options.TlsShutdownTimeout,
        IsOnThread = options.TlsHandshakeOnThread,
    };

    /// <returns>Null for plain connections.</returns>
    /// <exception cref="ArgumentException">The options cannot be those of a server.</exception>
    internal static TlsTerms? Of(ServerOptions options) => options.Tls is null ? null : new(TlsRole.Server(options.Tls))
    {
        HandshakeTimeout = options.TlsHandshakeTimeout,
        ShutdownTimeout = options.TlsShutdownTimeout,
        IsOnThread = options.TlsHandshakeOnThread,
    };

    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, as asyncio wants it.</exception>
    internal static Duration Verified(Duration timeout, string parameter) => timeout.Seconds > 0
        ? timeout
        : throw new ArgumentOutOfRangeException(parameter, timeout, "The time for TLS is a number of seconds above 0.");

    internal Duration HandshakeTimeout { get; init; } = DefaultHandshakeTimeout;

    internal Duration ShutdownTimeout { get; init; } = DefaultShutdownTimeout;

    /// <summary>Whether the handshake is calculated on a thread of the scheduler's.</summary>
    internal bool IsOnThread { get; init; }
}
