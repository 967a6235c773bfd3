using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines;

/// <summary>The network of the operating system.</summary>
internal sealed class SystemNetwork : Network
{
    internal override IEnumerator<Awaitable> LookUp(string? host, int port)
    {
        if (host is null)
        {
            yield return Return(AllAddresses(port));
        }

        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            yield return Return(new[] { new IPEndPoint(address, port) });
        }

        // The system's look-up blocks.
        yield return ToThread(() => AddressesOf(host!)).Into(out Awaitable<IPAddress[]> addresses);
        yield return Return(addresses.Result.Select(found => new IPEndPoint(found, port)).ToArray());
    }

    internal override IEnumerator<Awaitable> LookUpName(IPEndPoint address)
    {
        yield return ToThread(() => NameLookUp.Ask(address)).Into(out Awaitable<(string Host, string Service)> name);
        yield return Return(name.Result);
    }

    internal override IEnumerator<Awaitable> Connect(Scheduler scheduler, EndPoint remote, EndPoint? local)
    {
        Socket? socket = NewSocket(remote);
        try
        {
            if (local is not null)
            {
                socket.Bind(local);
            }

            yield return Awaitable.Connect(socket, remote);
            var conduit = SocketConduit.Of(scheduler, socket);
            socket = null;
            yield return Return<Conduit>(conduit);
        }
        finally
        {
            socket?.Dispose();
        }
    }

    internal override Listener Bind(Scheduler scheduler, EndPoint local, ServerOptions options)
    {
        if (local is UnixDomainSocketEndPoint path)
        {
            SocketFile.RemoveLeftOver(path.ToString());
        }

        Socket socket = NewSocket(local);
        try
        {
            SetOptions(socket, options);
            socket.Bind(local is UnixDomainSocketEndPoint file ? new SocketPath(file) : local);
            return new SocketListener(scheduler, socket, options);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw NamedSocketException.Of(error, $"Listening at {local} failed");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal override DatagramConduit OpenDatagrams(Scheduler scheduler, EndPoint? local, EndPoint? remote, DatagramOptions options) =>
        SocketDatagramConduit.Of(scheduler, DatagramSockets.Open(local, remote, options));

    private static IPAddress[] AddressesOf(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host);
        }
        catch (SocketException error)
        {
            throw NamedSocketException.Of(error, $"Looking {host} up failed");
        }
    }

    private static Socket NewSocket(EndPoint address)
    {
        bool isUnix = address.AddressFamily == AddressFamily.Unix;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp) { Blocking = false };
        if (!isUnix)
        {
            // As asyncio does: a stream gathers its writes itself.
            socket.NoDelay = true;
        }

        return socket;
    }

    private static void SetOptions(Socket socket, ServerOptions options)
    {
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // IPv4 has a socket of its own.
            socket.DualMode = false;
        }

        if (socket.AddressFamily != AddressFamily.Unix)
        {
            SocketOptions.SetReuse(socket, options.ReuseAddress, options.ReusePort);
        }
    }

    private static IPEndPoint[] AllAddresses(int port) => Socket.OSSupportsIPv6
        ? [new IPEndPoint(IPAddress.Any, port), new IPEndPoint(IPAddress.IPv6Any, port)]
        : [new IPEndPoint(IPAddress.Any, port)];
}
