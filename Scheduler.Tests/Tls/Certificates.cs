using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coroutines.Tests.Tls;

/// <summary>An authority of the tests' own, and what it has signed.</summary>
internal static class Certificates
{
    internal const string Host = "server.test";

    private static readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    internal static X509Certificate2 Authority { get; } = MakeAuthority();

    /// <summary>For <see cref="Host"/>, localhost and 127.0.0.1.</summary>
    internal static X509Certificate2 Server { get; } = Sign($"CN={Host}", _now.AddDays(-1), _now.AddDays(1));

    internal static X509Certificate2 Client { get; } = Sign("CN=some client", _now.AddDays(-1), _now.AddDays(1));

    internal static X509Certificate2 Expired { get; } = Sign($"CN={Host}", _now.AddDays(-3), _now.AddDays(-2));

    internal static X509Certificate2 SelfSigned { get; } = MakeSelfSigned();

    /// <summary>Trusts the authority, and nobody else.</summary>
    internal static SslClientAuthenticationOptions ClientOptions(string? host = Host) => new()
    {
        TargetHost = host,
        CertificateChainPolicy = Trusting(),
    };

    internal static SslServerAuthenticationOptions ServerOptions(X509Certificate2? certificate = null) => new() { ServerCertificate = certificate ?? Server };

    internal static X509ChainPolicy Trusting() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { Authority },
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    private static X509Certificate2 MakeAuthority()
    {
        var request = new CertificateRequest("CN=Authority of the tests", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(_now.AddDays(-10), _now.AddDays(10));
    }

    private static X509Certificate2 MakeSelfSigned() => Request($"CN={Host}", ECDsa.Create(ECCurve.NamedCurves.nistP256)).CreateSelfSigned(_now.AddDays(-1), _now.AddDays(1));

    private static X509Certificate2 Sign(string subject, DateTimeOffset from, DateTimeOffset to)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] serial = RandomNumberGenerator.GetBytes(8);
        using X509Certificate2 signed = Request(subject, key).Create(Authority, from, to, serial);
        return signed.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string subject, ECDsa key)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }
}
