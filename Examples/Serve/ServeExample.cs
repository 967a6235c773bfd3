using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Serve;

/// <summary>Serves the files of a folder over HTTP/1.1, or over HTTPS.</summary>
internal static class ServeExample
{
    internal const string Usage = "serve [--port N] [--tls [--cert FILE --key FILE]] DIR";

    internal static int Run(ExampleContext context, string[] arguments)
    {
        ServeArguments parsed = ServeArguments.Parse(arguments, Usage);
        using X509Certificate2? certificate = parsed.IsTls ? CertificateOf(parsed) : null;
        Scheduler.Run(Serve(context, parsed, certificate), context.Options);
        return ExitCode.Success;
    }

    private static IEnumerator<Awaitable> Serve(ExampleContext context, ServeArguments arguments, X509Certificate2? certificate)
    {
        var site = new FileSite(arguments.Folder);
        var options = new ServerOptions
        {
            Limit = HttpRequest.LongestHead,
            MaxConnections = 10_000,
            Tls = certificate is null ? null : new SslServerAuthenticationOptions { ServerCertificate = certificate },
        };
        yield return StartServer(stream => new HttpConversation(stream, site).Run(), "127.0.0.1", arguments.Port, options)
            .Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        string scheme = certificate is null ? "http" : "https";
        context.Out.WriteLine($"serving {arguments.Folder} at {scheme}://{server.EndPoints[0]}/");
        if (certificate is not null)
        {
            context.Out.WriteLine($"certificate of {certificate.Subject}, SHA-256 {certificate.GetCertHashString(HashAlgorithmName.SHA256)}");
        }

        yield return server.ServeForever();
    }

    private static X509Certificate2 CertificateOf(ServeArguments arguments)
    {
        try
        {
            return arguments.Certificate is null ? OwnCertificate.Make() : X509Certificate2.CreateFromPemFile(arguments.Certificate, arguments.Key);
        }
        catch (CryptographicException error)
        {
            throw new UsageException($"'{arguments.Certificate}' and '{arguments.Key}' are no certificate and its key: {error.Message}", Usage);
        }
    }
}
