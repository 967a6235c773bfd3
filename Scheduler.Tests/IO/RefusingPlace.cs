using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.IO;

/// <summary>An address that refuses connections, and one beside it that is open for the same kind of socket.</summary>
internal sealed class RefusingPlace : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
    private readonly List<Socket> _sockets = [];
    private readonly string _kind;

    internal RefusingPlace(string kind)
    {
        _kind = kind;
        Refusing = kind switch
        {
            "broadcast" or "udp" => new IPEndPoint(IPAddress.Broadcast, 9),
            "unix missing" => new UnixDomainSocketEndPoint(_path),
            "unix mute" => BindUnix(backlog: null),
            "unix full" => BindUnix(backlog: 0),
            _ => BindTcp(isListening: false),
        };
        if (kind == "unix full")
        {
            // A backlog of none is one.
            Keep(NewSocket()).Connect(Refusing);
        }

        Error = AskDotNet();
    }

    internal EndPoint Refusing { get; }

    /// <summary>What .NET says.</summary>
    internal SocketError Error { get; }

    private IPAddress Loopback => _kind == "tcp over IPv6" ? IPAddress.IPv6Loopback : IPAddress.Loopback;

    internal Socket NewSocket() => _kind switch
    {
        "udp" => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp),
        "tcp of both" => new Socket(SocketType.Stream, ProtocolType.Tcp),
        _ when _kind.StartsWith("unix", StringComparison.Ordinal) => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
        _ => new Socket(Loopback.AddressFamily, SocketType.Stream, ProtocolType.Tcp),
    };

    /// <summary>Opens the other address.</summary>
    internal EndPoint Open()
    {
        switch (_kind)
        {
            case "udp":
                Socket peer = Keep(NewSocket());
                peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                return peer.LocalEndPoint!;
            case "unix missing":
                return BindUnix(backlog: 1);
            case "unix mute":
                _sockets[0].Listen(1);
                return Refusing;
            case "unix full":
                Keep(_sockets[0].Accept());
                return Refusing;
            default:
                return BindTcp(isListening: true);
        }
    }

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        File.Delete(_path);
    }

    private SocketError AskDotNet()
    {
        using Socket socket = NewSocket();
        socket.Blocking = _kind != "unix full";
        return Should.Throw<SocketException>(() => socket.Connect(Refusing)).SocketErrorCode;
    }

    private UnixDomainSocketEndPoint BindUnix(int? backlog)
    {
        var address = new UnixDomainSocketEndPoint(_path);
        Socket listener = Keep(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
        listener.Bind(address);
        if (backlog is { } length)
        {
            listener.Listen(length);
        }

        return address;
    }

    private EndPoint BindTcp(bool isListening)
    {
        Socket listener = Keep(new Socket(Loopback.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(new IPEndPoint(Loopback, 0));
        if (isListening)
        {
            listener.Listen(1);
        }

        return listener.LocalEndPoint!;
    }

    private Socket Keep(Socket socket)
    {
        _sockets.Add(socket);
        return socket;
    }
}
