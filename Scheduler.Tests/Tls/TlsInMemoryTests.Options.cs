using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tls;

// What the options say, and what they cannot.
public sealed partial class TlsInMemoryTests
{
    [Test]
    public void TimeLimits_AreAboveZero()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ConnectionOptions { TlsHandshakeTimeout = 0 })
            .Message.ShouldStartWith("The time for TLS is a number of seconds above 0.");
        Should.Throw<ArgumentOutOfRangeException>(() => new ConnectionOptions { TlsShutdownTimeout = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ServerOptions { TlsHandshakeTimeout = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ServerOptions { TlsShutdownTimeout = 0 });
        (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
        Should.Throw<ArgumentOutOfRangeException>(() => client.StartTls(Certificates.ClientOptions(), 0));
        client.Close();
        server.Close();
        _rig.Iterate(2);
    }

    [Test]
    public void MissingCertificates_AreNotDownloaded_UnlessTheUserSaysSo()
    {
        // The build for .NET Standard does not know the word.
        bool isKnown = typeof(TlsSession).GetProperty("CipherSuite") is not null;
        TlsOptions.CopyOf(new SslClientAuthenticationOptions(), "host").CertificateChainPolicy?.DisableCertificateDownloads.ShouldBeTrue();
        (TlsOptions.CopyOf(new SslClientAuthenticationOptions(), "host").CertificateChainPolicy is not null).ShouldBe(isKnown);
        (TlsOptions.CopyOf(new SslServerAuthenticationOptions()).CertificateChainPolicy is not null).ShouldBe(isKnown);
        var own = new X509ChainPolicy();
        TlsOptions.CopyOf(new SslClientAuthenticationOptions { CertificateChainPolicy = own }, "host").CertificateChainPolicy.ShouldBeSameAs(own);
    }

    [Test]
    public void Options_AreCopiedWhole()
    {
        SslClientAuthenticationOptions client = Filled<SslClientAuthenticationOptions>();
        ShouldBeEqual(client, TlsOptions.CopyOf(client, client.TargetHost));
        SslServerAuthenticationOptions server = Filled<SslServerAuthenticationOptions>();
        ShouldBeEqual(server, TlsOptions.CopyOf(server));
    }

    [Test]
    public void Options_ThatCannotBe_AreRefusedAtTheCall()
    {
        Should.Throw<ArgumentException>(() => OpenUnixConnection("/nowhere", new ConnectionOptions { Tls = new SslClientAuthenticationOptions() }))
            .Message.ShouldStartWith("The certificate of the server has to be for a name, and nobody has said which: set TargetHost.");
        Should.Throw<ArgumentException>(() => StartServer(null!, null, 0)).ShouldBeOfType<ArgumentNullException>();
        Should.Throw<ArgumentException>(() => StartServer(Nobody, null, 0, new ServerOptions { Tls = new SslServerAuthenticationOptions() }))
            .Message.ShouldStartWith("A server shows a certificate: set ServerCertificate.");
        using var bare = X509CertificateLoader.LoadCertificate(Certificates.Server.RawData);
        Should.Throw<ArgumentException>(() => StartServer(Nobody, null, 0, new ServerOptions { Tls = Certificates.ServerOptions(bare) }))
            .Message.ShouldStartWith($"The certificate of CN={Certificates.Host} has no private key here");

        static IEnumerator<Awaitable> Nobody(CoStream stream)
        {
            yield break;
        }
    }

    private static TOptions Filled<TOptions>()
        where TOptions : new()
    {
        var options = new TOptions();
        foreach (System.Reflection.PropertyInfo property in typeof(TOptions).GetProperties())
        {
            property.SetValue(options, ValueFor(property.PropertyType));
        }

        return options;
    }

    // Other than what it is without being set.
    private static object? ValueFor(Type type) => type switch
    {
        _ when type == typeof(bool) => false,
        _ when type == typeof(string) => "some.host",
        _ when type == typeof(SslProtocols) => SslProtocols.Tls13,
        _ when type == typeof(EncryptionPolicy) => EncryptionPolicy.RequireEncryption,
        _ when type == typeof(X509RevocationMode) =>
            X509RevocationMode.Offline,
        _ when type == typeof(X509Certificate) => Certificates.Server,
        _ when type == typeof(SslStreamCertificateContext) => SslStreamCertificateContext.Create(Certificates.Server, null, offline: true),
        _ when type == typeof(CipherSuitesPolicy) => OperatingSystem.IsWindows() ? null : new CipherSuitesPolicy([TlsCipherSuite.TLS_AES_128_GCM_SHA256]),
        _ when type == typeof(RemoteCertificateValidationCallback) => (RemoteCertificateValidationCallback)((_, _, _, errors) => errors == SslPolicyErrors.None),
        _ when type == typeof(LocalCertificateSelectionCallback) => (LocalCertificateSelectionCallback)((_, _, _, _, _) => Certificates.Client),
        _ when type == typeof(ServerCertificateSelectionCallback) => (ServerCertificateSelectionCallback)((_, _) => Certificates.Server),
        _ => Activator.CreateInstance(type),
    };

    private static void ShouldBeEqual<TOptions>(TOptions options, TOptions copy)
    {
        foreach (System.Reflection.PropertyInfo property in typeof(TOptions).GetProperties())
        {
            property.GetValue(copy).ShouldBe(property.GetValue(options), property.Name);
        }
    }
}
