using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>A socket for datagrams, by .NET's own calls.</summary>
internal class SocketDatagramConduit : DatagramConduit
{
    private readonly Socket _socket;
    private readonly ulong? _fileNumber;

    internal SocketDatagramConduit(Scheduler scheduler, Socket socket)
    {
        _socket = socket;

        // Kept, as a socket that is closed does not know them any more.
        LocalEndPoint = socket.LocalEndPoint ?? SocketAddressBytes.Unnamed;
        Peer = socket.Connected ? socket.RemoteEndPoint : null;
        _fileNumber = LocalEndPoint is UnixDomainSocketEndPoint path ? SocketFile.NumberOf(path.ToString()) : null;
        Scratch = scheduler.Buffers;
        Registration = new DescriptorWatch(scheduler.Sockets, socket, this);
    }

    private protected DescriptorWatch Registration { get; }

    private protected BufferPool Scratch { get; }

    internal override EndPoint LocalEndPoint { get; }

    internal override EndPoint? Peer { get; }

    internal override Socket Socket => _socket;

    // Whether the peer of a Unix domain socket has room, the system knows of the one that it is connected to. It calls any other writable, whose
    // queue may be full.
    internal override bool HearsOfRoom => Peer is not null || _socket.AddressFamily != AddressFamily.Unix;

    // To find none is an exception.
    internal override bool MayHaveMore => _socket.Available > 0;

    /// <summary>Has a socket received at and sent from in the quickest way that there is here, and never wait.</summary>
    internal static SocketDatagramConduit Of(Scheduler scheduler, Socket socket) =>
        LinuxDatagrams.AreSupported ? new LinuxDatagramConduit(scheduler, socket) : new SocketDatagramConduit(scheduler, socket);

    internal override void Watch(Interest interest) => Registration.Wanted = interest;

    internal override bool TryReceive(out Datagram datagram)
    {
        byte[] room = Scratch.DatagramScratch;
        EndPoint from = Peer ?? (LocalEndPoint is IPEndPoint ? LocalEndPoint : SocketAddressBytes.Unnamed);
        int received = PlainDatagrams.Receive(_socket, room, Peer is null, ref from);
        datagram = received < 0 ? default : NewDatagram(room, received, from);
        return received >= 0;
    }

    internal override bool TrySend(ReadOnlyMemory<byte> bytes, EndPoint? to) => PlainDatagrams.Send(_socket, bytes, to) >= 0;

    internal override void Close()
    {
        Registration.Dispose();
        _socket.Dispose();
        if (_fileNumber is not null)
        {
            SocketFile.Remove(LocalEndPoint.ToString()!, _fileNumber);
        }
    }

    private protected static Datagram NewDatagram(byte[] room, int length, EndPoint from) => length <= DatagramSockets.LongestDatagram
        ? new Datagram(length == 0 ? default : room.AsSpan(0, length).ToArray(), from)
        : throw new SocketException((int)SocketError.MessageSize);
}
