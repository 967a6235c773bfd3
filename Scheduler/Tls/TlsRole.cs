using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Coroutines;

/// <summary>Which side of a handshake is taken, and with which options.</summary>
internal abstract class TlsRole
{
    /// <summary>Whether the other side speaks first, so that its first bytes may have been read with what came before them.</summary>
    internal abstract bool IsServer { get; }

    /// <summary>The name of the host that a client asks for.</summary>
    internal virtual string? Host => null;

    internal abstract Task Begin(SslStream stream);

    /// <param name="options">The user's options, which stay as they are.</param>
    /// <param name="host">The name that the certificate has to be for, unless the options say another one.</param>
    /// <exception cref="ArgumentException">Nobody says which name that is.</exception>
    internal static TlsRole Client(SslClientAuthenticationOptions options, string? host)
    {
        string? target = string.IsNullOrEmpty(options.TargetHost) ? host : options.TargetHost;
        return target is null && options.RemoteCertificateValidationCallback is null
            ? throw new ArgumentException(
                "The certificate of the server has to be for a name, and nobody has said which: set TargetHost.", nameof(options))
            : new ClientRole(TlsOptions.CopyOf(options, target), target);
    }

    /// <param name="options">The user's options, which stay as they are.</param>
    /// <exception cref="ArgumentException">They name no certificate, or one without its private key.</exception>
    internal static TlsRole Server(SslServerAuthenticationOptions options)
    {
        SslServerAuthenticationOptions copy = TlsOptions.CopyOf(options);
        VerifyCertificate(copy);
        return new ServerRole(copy);
    }

    private static void VerifyCertificate(SslServerAuthenticationOptions options)
    {
#if NET
        if (options.ServerCertificateContext is not null)
        {
            return;
        }
#endif

        if (options.ServerCertificate is null)
        {
            if (options.ServerCertificateSelectionCallback is null)
            {
                throw new ArgumentException("A server shows a certificate: set ServerCertificate.", nameof(options));
            }

            return;
        }

        if (options.ServerCertificate is X509Certificate2 { HasPrivateKey: false } certificate)
        {
            throw new ArgumentException(
                $"The certificate of {certificate.Subject} has no private key here, so the server cannot prove that it is its own. Load it together with its key.",
                nameof(options));
        }

#if NET
        // Once for all connections, and without a look at the network.
        if (options.ServerCertificate is X509Certificate2 whole)
        {
            options.ServerCertificateContext = SslStreamCertificateContext.Create(whole, additionalCertificates: null, offline: true);
            options.ServerCertificate = null;
        }
#endif
    }

    private sealed class ClientRole(SslClientAuthenticationOptions options, string? host) : TlsRole
    {
        internal override bool IsServer => false;

        internal override string? Host => host;

        internal override Task Begin(SslStream stream) => TlsOptions.Authenticate(stream, options, host);
    }

    private sealed class ServerRole(SslServerAuthenticationOptions options) : TlsRole
    {
        internal override bool IsServer => true;

        internal override Task Begin(SslStream stream) => stream.AuthenticateAsServerAsync(options, CancellationToken.None);
    }
}
