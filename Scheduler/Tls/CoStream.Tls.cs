using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using static Coroutines.Awaitable;

namespace Coroutines;

public sealed partial class CoStream
{
    /// <summary>Goes on with TLS, as the client of the connection: asyncio's <c>start_tls(sslcontext, server_hostname=…)</c>.</summary>
    /// <param name="options">The options, of which <see cref="SslClientAuthenticationOptions.TargetHost"/> is the name that the server's certificate has to be for.</param>
    /// <param name="handshakeTimeout">How long the handshake may take; null for 60 seconds.</param>
    /// <returns>What to yield, once. The stream stays the same object: what is written from now on is encrypted, and what is read was.</returns>
    /// <remarks>
    /// <para>At the <c>yield return</c>: an <see cref="AuthenticationException"/> if the handshake fails or the certificate is refused, a
    /// <see cref="TimeoutException"/> if it takes too long, a <see cref="SocketException"/> if the connection breaks; the stream is aborted then, as by a cancel. An
    /// <see cref="InvalidOperationException"/> if the stream is closed, or goes one way only: that changes nothing. One that is TLS already becomes TLS over
    /// TLS, as through a proxy.</para>
    /// <para>Bytes that have arrived already were not encrypted. Somebody between here and the server may have put them there to be taken for what it says after the
    /// handshake, so they are refused by an <see cref="AuthenticationException"/>: read the server's answer to the end before.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">Nobody says whose certificate it has to be.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="handshakeTimeout"/> is not above 0.</exception>
    public Awaitable StartTls(SslClientAuthenticationOptions options, Duration? handshakeTimeout = null)
    {
        ThrowHelper.IfNull(options, nameof(options));
        return StartTls(TlsRole.Client(options, host: null), handshakeTimeout);
    }

    /// <summary>Goes on with TLS, as the server of the connection: asyncio's <c>start_tls(sslcontext)</c> on a server's side.</summary>
    /// <param name="options">The options, with the server's certificate.</param>
    /// <param name="handshakeTimeout">How long the handshake may take; null for 60 seconds.</param>
    /// <returns>What to yield, once. The stream stays the same object: what is written from now on is encrypted, and what is read was.</returns>
    /// <remarks>
    /// At the <c>yield return</c> as for a client. Bytes that have arrived already are the beginning of the client's handshake.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">They name no certificate, or one without its private key.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="handshakeTimeout"/> is not above 0.</exception>
    public Awaitable StartTls(SslServerAuthenticationOptions options, Duration? handshakeTimeout = null)
    {
        ThrowHelper.IfNull(options, nameof(options));
        return StartTls(TlsRole.Server(options), handshakeTimeout);
    }

    private Awaitable StartTls(TlsRole role, Duration? handshakeTimeout)
    {
        Duration timeout = TlsTerms.Verified(handshakeTimeout ?? TlsTerms.DefaultHandshakeTimeout, nameof(handshakeTimeout));
        return Await(Secure(new TlsTerms(role) { HandshakeTimeout = timeout }));
    }

    private IEnumerator<Awaitable> Secure(TlsTerms terms)
    {
        VerifyMayStartTls();
        if (!terms.Role.IsServer && Buffered > 0)
        {
            Abort();
            throw new AuthenticationException(
                $"{Buffered} bytes of {Describe()} have arrived before the TLS handshake and were not read; whoever has sent them, they do not count as encrypted. "
                + "Read all of the server's answer before StartTls.");
        }

        TlsConduit conduit = TlsConduit.Over(Scheduler, _transport, Take(Buffered), terms);
        _transport = new ConduitTransport(Scheduler, conduit, this);
        yield return Settle(Await(conduit.Handshake()), out Outcome outcome, includeCancellation: true);
        if (outcome.IsSuccess)
        {
            conduit.Begin();
        }
        else
        {
            _transport.Abort(outcome.IsCancelled ? null : outcome.Exception);
        }

        outcome.ThrowIfFailed();
    }

    private void VerifyMayStartTls()
    {
        Scheduler.VerifyThread();
        ThrowIfBroken();
        string? obstacle = IsClosing ? "it is closed"
            : _isEofWritten ? "its end was written"
            : !_transport.CanRead || !_transport.CanWrite ? "it goes one way only"
            : _writeLine is { Queue.Count: > 0 } ? "a WriteAll is under way; wait for it before"
            : null;
        if (obstacle is not null)
        {
            throw new InvalidOperationException($"StartTls of {Describe()} is not possible: {obstacle}.");
        }

        if (HasEnded)
        {
            throw new NamedSocketException(SocketError.ConnectionReset, $"The peer of {Describe()} has left before the TLS handshake.");
        }
    }
}
