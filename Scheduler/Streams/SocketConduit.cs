using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>A connected socket.</summary>
internal class SocketConduit : Conduit
{
    private readonly Socket _socket;
    private EndPoint? _localEndPoint;

    private protected SocketConduit(Scheduler scheduler, Socket socket)
    {
        _socket = socket;
        RemoteEndPoint = PeerOf(socket);
        Registration = new DescriptorWatch(scheduler.Sockets, socket, this);
    }

    private protected DescriptorWatch Registration { get; }

    // A socket that is closed does not know it any more. Asked for when it is wanted: most never are.
    internal override EndPoint? LocalEndPoint => _localEndPoint ?? _socket.LocalEndPoint;

    // Kept, as reports want to name it.
    internal override EndPoint? RemoteEndPoint { get; }

    internal override Socket Socket => _socket;

    /// <summary>Has a socket received from and sent to in the quickest way that there is here, and never wait.</summary>
    internal static SocketConduit Of(Scheduler scheduler, Socket socket)
    {
        if (LinuxSocketConduit.IsSupported)
        {
            return new LinuxSocketConduit(scheduler, socket);
        }

        socket.Blocking = false;
        return new SocketConduit(scheduler, socket);
    }

    internal override void Watch(Interest interest) => Registration.Wanted = interest;

    internal override int TryReceive(Span<byte> room)
    {
        int received = _socket.Receive(room, SocketFlags.None, out SocketError error);
        return IsDone(error) ? received : -1;
    }

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        int sent = _socket.Send(bytes, SocketFlags.None, out SocketError error);
        return IsDone(error) ? sent : 0;
    }

    internal override void ShutdownSend()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException gone) when (gone.SocketErrorCode == SocketError.NotConnected)
        {
            // The peer has reset it; that is heard of when something is received.
        }
    }

    internal override void Close()
    {
        _localEndPoint ??= LocalOf(_socket);
        Registration.Dispose();
        _socket.Dispose();
    }

    private static bool IsDone(SocketError error) => error switch
    {
        SocketError.Success => true,
        SocketError.WouldBlock or SocketError.IOPending or SocketError.Interrupted => false,
        _ => throw new SocketException((int)error),
    };

    private static EndPoint? LocalOf(Socket socket)
    {
        try
        {
            return socket.LocalEndPoint;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static EndPoint? PeerOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint;
        }
        catch (SocketException)
        {
            // It is gone already; that is heard of when something is received.
            return null;
        }
    }
}
