using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>Opens sockets for datagrams.</summary>
internal static class DatagramSockets
{
    /// <summary>How long a datagram may be that is received, in bytes: as in asyncio. UDP's are shorter; Unix domain sockets take longer ones.</summary>
    internal const int LongestDatagram = 256 * 1024;

    // SIO_UDP_CONNRESET.
    private const int WindowsReportsRefusals = -1744830452;

    internal static Socket Open(EndPoint? local, EndPoint? remote, DatagramOptions options)
    {
        local ??= remote is null ? new IPEndPoint(IPAddress.Any, 0) : WildcardFor(remote, options);
        AddressFamily family = (local ?? remote)!.AddressFamily;
        var socket = new Socket(family, SocketType.Dgram, family == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Udp);
        try
        {
            socket.Blocking = false;
            SetOptions(socket, options);
            Bind(socket, local);
            Connect(socket, remote, options);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // What is not connected gets its port with the first datagram that it sends; it is to be known, and received at, before that.
    private static IPEndPoint? WildcardFor(EndPoint remote, DatagramOptions options) => !options.AllowBroadcast ? null : remote.AddressFamily switch
    {
        AddressFamily.InterNetwork => new IPEndPoint(IPAddress.Any, 0),
        AddressFamily.InterNetworkV6 => new IPEndPoint(IPAddress.IPv6Any, 0),
        _ => null,
    };

    private static void SetOptions(Socket socket, DatagramOptions options)
    {
        if (options.ReusePort)
        {
            SocketOptions.SetReuse(socket, address: false, port: true);
        }

        if (options.AllowBroadcast)
        {
            socket.EnableBroadcast = true;
        }
    }

    private static void Bind(Socket socket, EndPoint? local)
    {
        if (local is null)
        {
            return;
        }

        try
        {
            if (local is UnixDomainSocketEndPoint path)
            {
                SocketFile.RemoveLeftOver(path.ToString());
                local = new SocketPath(path);
            }

            socket.Bind(local);
        }
        catch (SocketException error)
        {
            throw NamedSocketException.Of(error, $"Receiving datagrams at {local} failed");
        }
    }

    private static void Connect(Socket socket, EndPoint? remote, DatagramOptions options)
    {
        if (remote is null || options.AllowBroadcast)
        {
            HearNothingOfOthers(socket);
            return;
        }

        try
        {
            socket.Connect(remote);
        }
        catch (SocketException error)
        {
            throw NamedSocketException.Of(error, $"Connecting a datagram endpoint to {remote} failed");
        }
    }

    // Windows tells one who is connected to nobody that somebody refuses, and not who: rule 53 is what the others do.
    private static void HearNothingOfOthers(Socket socket)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && socket.AddressFamily != AddressFamily.Unix)
        {
            socket.IOControl(WindowsReportsRefusals, [0, 0, 0, 0], null);
        }
    }
}
