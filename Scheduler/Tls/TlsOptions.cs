using System.Net.Security;
#if NET
using System.Security.Cryptography.X509Certificates;
#endif

namespace Coroutines;

/// <summary>The user's options with what is filled in here. They are the user's, who may set up other connections with them, so they are copied.</summary>
internal static class TlsOptions
{
#if NET
    /// <param name="options">The user's.</param>
    /// <param name="host">The name that the certificate has to be for.</param>
    internal static SslClientAuthenticationOptions CopyOf(SslClientAuthenticationOptions options, string? host)
    {
        SslClientAuthenticationOptions copy = CopyOfMost(options, host);
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            copy.AllowRsaPkcs1Padding = options.AllowRsaPkcs1Padding;
            copy.AllowRsaPssPadding = options.AllowRsaPssPadding;
        }

        return copy;
    }

    /// <param name="options">The user's.</param>
    internal static SslServerAuthenticationOptions CopyOf(SslServerAuthenticationOptions options)
    {
        SslServerAuthenticationOptions copy = CopyOfMost(options);
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            copy.AllowRsaPkcs1Padding = options.AllowRsaPkcs1Padding;
            copy.AllowRsaPssPadding = options.AllowRsaPssPadding;
        }

        return copy;
    }

    private static SslClientAuthenticationOptions CopyOfMost(SslClientAuthenticationOptions options, string? host) => new()
    {
        TargetHost = host,
        AllowRenegotiation = options.AllowRenegotiation,
        ApplicationProtocols = options.ApplicationProtocols,
        CertificateRevocationCheckMode = options.CertificateRevocationCheckMode,
        CipherSuitesPolicy = options.CipherSuitesPolicy,
        ClientCertificates = options.ClientCertificates,
        EnabledSslProtocols = options.EnabledSslProtocols,
        EncryptionPolicy = options.EncryptionPolicy,
        LocalCertificateSelectionCallback = options.LocalCertificateSelectionCallback,
        RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
        AllowTlsResume = options.AllowTlsResume,
        ClientCertificateContext = options.ClientCertificateContext,
        CertificateChainPolicy = options.CertificateChainPolicy ?? ChainWithoutDownloads(options.CertificateRevocationCheckMode),
    };

    private static SslServerAuthenticationOptions CopyOfMost(SslServerAuthenticationOptions options) => new()
    {
        AllowRenegotiation = options.AllowRenegotiation,
        ApplicationProtocols = options.ApplicationProtocols,
        CertificateRevocationCheckMode = options.CertificateRevocationCheckMode,
        CipherSuitesPolicy = options.CipherSuitesPolicy,
        ClientCertificateRequired = options.ClientCertificateRequired,
        EnabledSslProtocols = options.EnabledSslProtocols,
        EncryptionPolicy = options.EncryptionPolicy,
        RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
        ServerCertificate = options.ServerCertificate,
        ServerCertificateSelectionCallback = options.ServerCertificateSelectionCallback,
        AllowTlsResume = options.AllowTlsResume,
        ServerCertificateContext = options.ServerCertificateContext,

        // A context may say which authorities the clients' certificates come from, and a policy would be asked instead of it.
        CertificateChainPolicy = options.CertificateChainPolicy
            ?? (options.ServerCertificateContext is null ? ChainWithoutDownloads(options.CertificateRevocationCheckMode) : null),
    };

    // A certificate that is missing between the peer's and the authority's would be downloaded, and hold the loop meanwhile.
    private static X509ChainPolicy ChainWithoutDownloads(X509RevocationMode revocation) => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = revocation,

        // As where nothing is said.
        RevocationFlag = X509RevocationFlag.ExcludeRoot,
    };

    internal static Task Authenticate(SslStream stream, SslClientAuthenticationOptions options, string? host) =>
        stream.AuthenticateAsClientAsync(options, CancellationToken.None);
#else
    private static readonly object _lock = new();

    // The runtime may know more properties than .NET Standard does, and the user may have set them: the user's options are taken as they are.
    internal static SslClientAuthenticationOptions CopyOf(SslClientAuthenticationOptions options, string? host) => options;

    internal static SslServerAuthenticationOptions CopyOf(SslServerAuthenticationOptions options) => options;

    internal static Task Authenticate(SslStream stream, SslClientAuthenticationOptions options, string? host)
    {
        // They are read before the call returns, and other connections may be set up with them, on other threads as well.
        lock (_lock)
        {
            string? before = options.TargetHost;
            options.TargetHost = host;
            try
            {
                return stream.AuthenticateAsClientAsync(options, CancellationToken.None);
            }
            finally
            {
                options.TargetHost = before;
            }
        }
    }
#endif
}
