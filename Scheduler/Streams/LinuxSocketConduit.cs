using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>
/// A connected socket of Linux: received from and sent to by the system's own calls. .NET's do the same, after looking for what never is
/// the case here: a socket that blocks, an address, several buffers.
/// </summary>
internal sealed unsafe class LinuxSocketConduit : SocketConduit
{
    // Not to block, whatever the socket was told by others; and not to end the process if the peer is gone.
    private const int Flags = Libc.DontWait | Libc.NoSignal;

    private readonly int _descriptor;

    internal LinuxSocketConduit(Scheduler scheduler, Socket socket)
        : base(scheduler, socket)
    {
        _descriptor = Registration.Descriptor;
        Registration.IsPrivate = true;
    }

    internal static bool IsSupported { get; } = PolledHandle.CanHoldSockets && RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <remarks>
    /// Whoever has it may close it, on any thread: from then on it is held open during each call. And .NET learns that it is not to block, for
    /// which it keeps another 200 bytes; most sockets never need it.
    /// </remarks>
    internal override Socket Socket
    {
        get
        {
            if (Registration.IsPrivate)
            {
                Registration.IsPrivate = false;
                base.Socket.Blocking = false;
            }

            return base.Socket;
        }
    }

    internal override int TryReceive(Span<byte> room)
    {
        if (Registration.IsPrivate)
        {
            return Receive(room);
        }

        if (!Registration.TryHold())
        {
            return base.TryReceive(room);
        }

        try
        {
            return Receive(room);
        }
        finally
        {
            Registration.Release();
        }
    }

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (Registration.IsPrivate)
        {
            return Send(bytes);
        }

        if (!Registration.TryHold())
        {
            return base.TrySend(bytes);
        }

        try
        {
            return Send(bytes);
        }
        finally
        {
            Registration.Release();
        }
    }

    internal override void Close()
    {
        Registration.IsPrivate = false;
        base.Close();
    }

    private int Receive(Span<byte> room)
    {
        fixed (byte* target = room)
        {
            nint received = Libc.Receive(_descriptor, target, room.Length, Flags);
            GC.KeepAlive(this);
            return received >= 0 ? (int)received : Failed(-1);
        }
    }

    private int Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* source = bytes)
        {
            nint sent = Libc.Send(_descriptor, source, bytes.Length, Flags);
            GC.KeepAlive(this);
            return sent >= 0 ? (int)sent : Failed(0);
        }
    }

    /// <returns>What says that nothing went through. It comes again: the selector finds the socket ready as long as it is.</returns>
    private static int Failed(int nothing) => Libc.LastError switch
    {
        Libc.Eagain or Libc.Eintr => nothing,
        int error => throw new SocketException((int)Libc.SocketErrorOf(error)),
    };
}
