using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>
/// Datagrams by the system's own calls. .NET's answer by an exception where there is nothing to receive, and make objects of the addresses.
/// </summary>
internal static unsafe class LinuxDatagrams
{
    // Not to block, whatever the socket was told by others; and not to end the process if the peer is gone.
    private const int Flags = Libc.DontWait | Libc.NoSignal;

    internal static bool AreSupported { get; } = PolledHandle.CanHoldSockets && RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <param name="descriptor">The socket, which is held open.</param>
    /// <param name="room">Where the bytes go; what is too many of them is lost.</param>
    /// <param name="address">Where the sender's address goes: <see cref="SocketAddressBytes.Longest"/> bytes.</param>
    /// <param name="addressLength">How long that is.</param>
    /// <returns>How many bytes; below 0 if there is no datagram.</returns>
    internal static int Receive(int descriptor, Span<byte> room, Span<byte> address, out int addressLength)
    {
        int length = address.Length;
        fixed (byte* target = room)
        fixed (byte* sender = address)
        {
            nint received = Libc.ReceiveFrom(descriptor, target, room.Length, Flags, sender, &length);
            addressLength = length;
            return received >= 0 ? (int)received : Failed();
        }
    }

    /// <param name="descriptor">The socket, which is held open.</param>
    /// <param name="bytes">The datagram.</param>
    /// <param name="to">Where to; null for the one that the socket is connected to.</param>
    /// <returns>How many bytes, which is all; below 0 if there is no room.</returns>
    internal static int Send(int descriptor, ReadOnlySpan<byte> bytes, EndPoint? to)
    {
        byte* address = stackalloc byte[SocketAddressBytes.Longest];
        int length = to is null ? 0 : SocketAddressBytes.Write(to, new Span<byte>(address, SocketAddressBytes.Longest));
        fixed (byte* source = bytes)
        {
            nint sent = Libc.SendTo(descriptor, source, bytes.Length, Flags, to is null ? null : address, length);
            return sent >= 0 ? (int)sent : Failed();
        }
    }

    private static int Failed() => Libc.LastError switch
    {
        Libc.Eagain or Libc.Eintr => -1,
        int error => throw new SocketException((int)Libc.SocketErrorOf(error)),
    };
}
