using System.Net;
using System.Net.Sockets;
#if !NET
using System.Runtime.InteropServices;
#endif

namespace Coroutines;

/// <summary>.NET's own calls for datagrams, which say by an exception that there is nothing to receive, or no room; .NET Standard's know arrays only.</summary>
internal static class PlainDatagrams
{
    /// <param name="socket">A socket that does not block.</param>
    /// <param name="room">Where the bytes go.</param>
    /// <param name="asksForSender">Whether to look who it is from; if not, <paramref name="from"/> stays.</param>
    /// <param name="from">An address of the same family; then the sender's.</param>
    /// <returns>How many bytes; below 0 if there is no datagram.</returns>
    internal static int Receive(Socket socket, Memory<byte> room, bool asksForSender, ref EndPoint from)
    {
        try
        {
            return asksForSender ? ReceiveFrom(socket, room, ref from) : ReceiveFromPeer(socket, room);
        }
        catch (SocketException error) when (IsNotNow(error.SocketErrorCode))
        {
            return -1;
        }
    }

    /// <param name="socket">A socket that does not block.</param>
    /// <param name="bytes">The datagram.</param>
    /// <param name="to">Where to; null for the one that the socket is connected to.</param>
    /// <returns>How many bytes, which is all; below 0 if there is no room.</returns>
    internal static int Send(Socket socket, ReadOnlyMemory<byte> bytes, EndPoint? to)
    {
        try
        {
            return to is null ? SendToPeer(socket, bytes) : SendTo(socket, bytes, to);
        }
        catch (SocketException error) when (IsNotNow(error.SocketErrorCode))
        {
            return -1;
        }
    }

    private static bool IsNotNow(SocketError error) => error is SocketError.WouldBlock or SocketError.IOPending or SocketError.Interrupted;

#if NET
    private static int ReceiveFrom(Socket socket, Memory<byte> room, ref EndPoint from) => socket.ReceiveFrom(room.Span, SocketFlags.None, ref from);

    private static int ReceiveFromPeer(Socket socket, Memory<byte> room) => socket.Receive(room.Span, SocketFlags.None);

    private static int SendTo(Socket socket, ReadOnlyMemory<byte> bytes, EndPoint to) => socket.SendTo(bytes.Span, SocketFlags.None, to);

    private static int SendToPeer(Socket socket, ReadOnlyMemory<byte> bytes) => socket.Send(bytes.Span, SocketFlags.None);
#else
    private static int ReceiveFrom(Socket socket, Memory<byte> room, ref EndPoint from)
    {
        ArraySegment<byte> array = ArrayOf(room);
        int received = socket.ReceiveFrom(array.Array!, array.Offset, array.Count, SocketFlags.None, ref from);
        array.AsSpan(0, received).CopyTo(room.Span);
        return received;
    }

    private static int ReceiveFromPeer(Socket socket, Memory<byte> room) => socket.Receive(room.Span, SocketFlags.None);

    private static int SendTo(Socket socket, ReadOnlyMemory<byte> bytes, EndPoint to)
    {
        ArraySegment<byte> array = ArrayOf(bytes);
        return socket.SendTo(array.Array!, array.Offset, array.Count, SocketFlags.None, to);
    }

    private static int SendToPeer(Socket socket, ReadOnlyMemory<byte> bytes) => socket.Send(bytes.Span, SocketFlags.None);

    // Its own array, or a copy.
    private static ArraySegment<byte> ArrayOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array) && array.Array is not null ? array : new ArraySegment<byte>(bytes.ToArray());
#endif
}
