using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>
/// A connected socket of Linux: received from and sent to by the system's own calls. .NET's do the same, after looking for what never is
/// the case here (a socket that blocks, an address, several buffers), which costs as much as the rest of an echo.
/// </summary>
internal sealed unsafe class LinuxSocketConduit(Scheduler scheduler, Socket socket) : SocketConduit(scheduler, socket)
{
    // Not to block, whatever the socket was told by others; and not to end the process if the peer is gone.
    private const int Flags = Libc.DontWait | Libc.NoSignal;

    internal static bool IsSupported { get; } = PolledHandle.CanHoldSockets && RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    // Before anybody else uses it, .NET learns that it is not to block: for that it keeps another 200 bytes, which most never need.
    internal override Socket Socket
    {
        get
        {
            if (!Registration.IsClosed)
            {
                base.Socket.Blocking = false;
            }

            return base.Socket;
        }
    }

    internal override int TryReceive(Span<byte> room)
    {
        if (!Registration.TryHold())
        {
            return base.TryReceive(room);
        }

        try
        {
            fixed (byte* target = room)
            {
                nint received = Libc.Receive(Registration.Descriptor, target, room.Length, Flags);
                return received >= 0 ? (int)received : Failed(-1);
            }
        }
        finally
        {
            Registration.Release();
        }
    }

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (!Registration.TryHold())
        {
            return base.TrySend(bytes);
        }

        try
        {
            fixed (byte* source = bytes)
            {
                nint sent = Libc.Send(Registration.Descriptor, source, bytes.Length, Flags);
                return sent >= 0 ? (int)sent : Failed(0);
            }
        }
        finally
        {
            Registration.Release();
        }
    }

    /// <returns>What says that nothing went through. It comes again: the selector finds the socket ready as long as it is.</returns>
    private static int Failed(int nothing) => Libc.LastError switch
    {
        Libc.Eagain or Libc.Eintr => nothing,
        int error => throw new SocketException((int)Libc.SocketErrorOf(error)),
    };
}
