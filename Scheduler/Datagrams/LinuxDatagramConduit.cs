using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>A socket of Linux for datagrams, by the system's own calls.</summary>
internal sealed class LinuxDatagramConduit : SocketDatagramConduit
{
    private readonly SenderAddress _sender = new();

    internal LinuxDatagramConduit(Scheduler scheduler, Socket socket)
        : base(scheduler, socket) => Registration.IsPrivate = true;

    /// <remarks>Whoever has it may close it, on any thread: from then on it is held open during each call.</remarks>
    internal override Socket Socket
    {
        get
        {
            Registration.IsPrivate = false;
            return base.Socket;
        }
    }

    internal override bool MayHaveMore => true;

    internal override bool TryReceive(out Datagram datagram)
    {
        byte[] room = Scratch.DatagramScratch;
        Span<byte> address = stackalloc byte[SocketAddressBytes.Longest];
        Hold();
        try
        {
            int received = LinuxDatagrams.Receive(Registration.Descriptor, room, address, out int length);
            datagram = received < 0 ? default : NewDatagram(room, received, Peer ?? _sender.Of(address[..length]));
            return received >= 0;
        }
        finally
        {
            LetGo();
        }
    }

    internal override bool TrySend(ReadOnlyMemory<byte> bytes, EndPoint? to)
    {
        Hold();
        try
        {
            return LinuxDatagrams.Send(Registration.Descriptor, bytes.Span, to) >= 0;
        }
        finally
        {
            LetGo();
        }
    }

    internal override void Close()
    {
        Registration.IsPrivate = false;
        base.Close();
    }

    private void Hold()
    {
        if (!Registration.IsPrivate && !Registration.TryHold())
        {
            throw Coroutines.Registration.Closed();
        }
    }

    private void LetGo()
    {
        if (!Registration.IsPrivate)
        {
            Registration.Release();
        }

        GC.KeepAlive(this);
    }
}
