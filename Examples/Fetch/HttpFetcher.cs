using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Fetch;

/// <summary>Fetches single pages: one connection, one request, one response.</summary>
/// <param name="timeout">How long a page may take altogether, in seconds.</param>
internal sealed class HttpFetcher(double timeout)
{
    /// <summary>Fetches a page. What goes wrong with it is a <see cref="FetchException"/>.</summary>
    /// <param name="address">The address, as somebody typed it.</param>
    /// <returns>A coroutine that returns an <see cref="HttpResponse"/>.</returns>
    internal IEnumerator<Awaitable> Fetch(string address)
    {
        Uri url = Parse(address);

        // The fetch is a task of its own, so that it can be cancelled while this coroutine goes on to tell why.
        CoTask<HttpResponse> exchange = CreateTask<HttpResponse>(Exchange(url), name: $"fetch {url}");
        bool isLate = false;
        TimerHandle alarm = Scheduler.Current.CallLater(timeout, () => isLate = exchange.Cancel("timeout"));
        Outcome<HttpResponse> outcome;
        try
        {
            yield return Settle(exchange, out outcome, includeCancellation: true);
        }
        finally
        {
            alarm.Cancel();
        }

        // A cancel that is not ours, such as Ctrl-C, passes: Result throws it on.
        if (outcome.IsCancelled && isLate && CoTask.Current!.Cancelling == 0)
        {
            throw new FetchException($"timed out after {timeout} s");
        }

        if (outcome.Exception is SocketException error)
        {
            throw new FetchException(Describe(error));
        }

        yield return Return(outcome.Result);
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
        yield return Await<Socket>(Open(url)).Into(out var opened);

        // Closed however this ends: when the coroutine is cancelled too, its using blocks run.
        using Socket connection = opened.Result;

        yield return Send(connection, Request(url));
        yield return Await<HttpResponse>(new HttpResponseReader(connection).Read()).Into(out var response);
        yield return Return(response.Result);
    }

    /// <summary>Connects to the first of the host's addresses that answers.</summary>
    private static IEnumerator<Awaitable> Open(Uri url)
    {
        yield return Await<IPAddress[]>(LookUp(url)).Into(out var addresses);

        Exception failure = new SocketException((int)SocketError.HostNotFound);
        foreach (IPAddress address in addresses.Result)
        {
            yield return Settle(OpenAt(new IPEndPoint(address, url.Port)), out Outcome<Socket> opened);
            if (opened.IsSuccess)
            {
                yield return Return(opened.Result);
            }

            failure = opened.Exception!;
        }

        throw failure;
    }

    private static IEnumerator<Awaitable> OpenAt(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        bool isConnected = false;
        try
        {
            yield return Connect(socket, endPoint);
            isConnected = true;
            yield return Return(socket);
        }
        finally
        {
            // Refused, or cancelled while it waited: nobody else knows of the socket.
            if (!isConnected)
            {
                socket.Dispose();
            }
        }
    }

    private static IEnumerator<Awaitable> LookUp(Uri url)
    {
        if (IPAddress.TryParse(url.IdnHost, out IPAddress? address))
        {
            yield return Return<IPAddress[]>([address]);
        }

        // The system's resolver offers nothing that could be polled: it works on a thread of .NET's, and the loop goes
        // on meanwhile.
        yield return Settle(Await(Dns.GetHostAddressesAsync(url.IdnHost)), out Outcome<IPAddress[]> found);
        if (found.Exception is SocketException error)
        {
            string detail = error.SocketErrorCode == SocketError.HostNotFound ? "" : $" ({error.Message})";
            throw new FetchException($"unknown host '{url.Host}'{detail}");
        }

        yield return Return(found.Result);
    }

    private static byte[] Request(Uri url)
    {
        // Host keeps the brackets of an IPv6 address; IdnHost spells a name in ASCII.
        string host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        string port = url.IsDefaultPort ? "" : $":{url.Port}";
        return Encoding.ASCII.GetBytes(
            $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {host}{port}\r\nUser-Agent: coroutines-example\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }

    private static string Describe(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "the server reset the connection",
        SocketError.TimedOut => "timed out: the host does not answer",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host cannot be reached",
        _ => error.Message,
    };
}
