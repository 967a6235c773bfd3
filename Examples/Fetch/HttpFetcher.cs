using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Fetch;

/// <summary>Fetches single pages: one connection, one request, one response.</summary>
/// <param name="timeout">How long a page may take altogether, in seconds.</param>
internal sealed class HttpFetcher(double timeout)
{
    private static readonly ConnectionOptions _options = new() { Limit = HttpResponseReader.LongestLine };

    /// <summary>Fetches a page. What goes wrong with it is a <see cref="FetchException"/>.</summary>
    /// <param name="address">The address, as somebody typed it.</param>
    /// <returns>A coroutine that returns an <see cref="HttpResponse"/>.</returns>
    internal IEnumerator<Awaitable> Fetch(string address)
    {
        Uri url = Parse(address);

        yield return Settle(WaitFor<HttpResponse>(Exchange(url), timeout), out Outcome<HttpResponse> outcome);
        yield return Return(outcome.Exception switch
        {
            TimeoutException => throw new FetchException($"timed out after {timeout} s"),
            SocketException error => throw new FetchException(Describe(error, url)),
            _ => outcome.Result,
        });
    }

    private static Uri Parse(string address)
    {
        if (!address.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(address, UriKind.Absolute, out Uri? url))
        {
            throw new FetchException("bad URL: it should look like http://host/path");
        }

        if (url.Scheme != Uri.UriSchemeHttp)
        {
            throw new FetchException($"{url.Scheme} is not supported, only plain http");
        }

        return url;
    }

    private static IEnumerator<Awaitable> Exchange(Uri url)
    {
        yield return OpenConnection(url.IdnHost, url.Port, _options).Into(out Awaitable<CoStream> opened);

        // Closed however this ends: when the coroutine is cancelled too, its using blocks run.
        using CoStream connection = opened.Result;

        connection.Write(Request(url));
        yield return Await<HttpResponse>(new HttpResponseReader(connection).Read()).Into(out var response);
        yield return Return(response.Result);
    }

    private static string Request(Uri url)
    {
        // Host keeps the brackets of an IPv6 address; IdnHost spells a name in ASCII.
        string host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        string port = url.IsDefaultPort ? "" : $":{url.Port}";
        return $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {host}{port}\r\nUser-Agent: coroutines-example\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    }

    private static string Describe(SocketException error, Uri url) => error.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => $"unknown host '{url.Host}'",
        SocketError.TryAgain => $"unknown host '{url.Host}' ({error.Message})",
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "the server reset the connection",
        SocketError.TimedOut => "timed out: the host does not answer",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host cannot be reached",
        _ => error.Message,
    };
}
