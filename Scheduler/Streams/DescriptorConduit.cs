using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>A descriptor that the system can poll and .NET has no word for: one end of a pipe, or a terminal.</summary>
internal sealed unsafe class DescriptorConduit : Conduit
{
    // What a pipe that is writable takes without blocking, on every Unix (POSIX: at least 512).
    private const int SureToBeTaken = 512;

    private readonly SafeHandle _descriptor;
    private readonly FileAccess _access;
    private readonly bool _isShared;
    private readonly bool _tellsOfItsReader;
    private readonly DescriptorWatch _watch;

    /// <param name="scheduler">The scheduler that polls it.</param>
    /// <param name="descriptor">Its handle, which is this conduit's from now on.</param>
    /// <param name="access">What it is open for.</param>
    /// <param name="isShared">Whether other processes use it too, who would not be prepared for calls that do not block.</param>
    internal DescriptorConduit(Scheduler scheduler, SafeHandle descriptor, FileAccess access, bool isShared)
    {
        _descriptor = descriptor;
        _access = access;
        _isShared = isShared || !TrySetNonBlocking();
        _tellsOfItsReader = !CanReceive && RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && IsPipe();
        _watch = new DescriptorWatch(scheduler.Sockets, descriptor, this);
    }

    internal override bool CanReceive => (_access & FileAccess.Read) != 0;

    internal override bool CanSend => (_access & FileAccess.Write) != 0;

    // As in asyncio: nothing is left of a pipe that was read to its end.
    internal override bool EndsBothWays => !CanSend;

    // A terminal has no half that could be closed.
    internal override bool CanShutdownSend => !CanReceive;

    // Of the writing end of a pipe the system reports a fault, and nothing else, to those who want to read: its reader is gone.
    internal override void Watch(Interest interest) =>
        _watch.Wanted = CanReceive || _tellsOfItsReader ? interest : interest & Interest.Write;

    internal override int TryReceive(Span<byte> room)
    {
        using Hold hold = new(_descriptor);
        if (!CanReceive)
        {
            return (hold.Ask(0) & (Libc.PollErr | Libc.PollHup)) != 0 ? 0 : -1;
        }

        if (_isShared && hold.Ask(Libc.PollIn) == 0)
        {
            return -1;
        }

        fixed (byte* target = room)
        {
            nint count = Libc.Read(hold.Number, target, room.Length);
            return count >= 0 ? (int)count : ReceiveFailed(Libc.LastError);
        }
    }

    internal override int TrySend(ReadOnlySpan<byte> bytes)
    {
        using Hold hold = new(_descriptor);
        if (_isShared)
        {
            if (hold.Ask(Libc.PollOut) == 0)
            {
                return 0;
            }

            bytes = bytes[..Math.Min(bytes.Length, SureToBeTaken)];
        }

        fixed (byte* source = bytes)
        {
            nint count = Libc.Write(hold.Number, source, bytes.Length);
            return count >= 0 ? (int)count : SendFailed(Libc.LastError);
        }
    }

    // As in asyncio, the end of a pipe is all that there is to say with it: it is closed.
    internal override void ShutdownSend() => Transport.Close();

    internal override void Close()
    {
        _watch.Dispose();
        _descriptor.Dispose();
    }

    private static int ReceiveFailed(int error) => error switch
    {
        Libc.Eagain or Libc.Eintr => -1,

        // A terminal whose other side was closed.
        Libc.Eio => 0,
        _ => throw new IOException(Libc.Failure("read", error).Message),
    };

    private static int SendFailed(int error) => error switch
    {
        Libc.Eagain or Libc.Eintr => 0,

        // The reader is gone: the same error as of a socket.
        Libc.Epipe => throw new SocketException((int)SocketError.Shutdown),
        _ => throw new IOException(Libc.Failure("write", error).Message),
    };

    private bool TrySetNonBlocking()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            // A call with arguments of any number is made in another way on some systems.
            return false;
        }

        using Hold hold = new(_descriptor);
        int flags = Libc.FileControl(hold.Number, Libc.GetFlags, 0);
        return flags >= 0 && Libc.FileControl(hold.Number, Libc.SetFlags, flags | Libc.NonBlocking) == 0;
    }

    private bool IsPipe()
    {
        using Hold hold = new(_descriptor);
        byte noName = 0;
        return Libc.FileOf(hold.Number, &noName, Libc.AtEmptyPath).Type == Libc.FileTypePipe;
    }

    /// <summary>Keeps a descriptor open for the length of a call.</summary>
    private readonly ref struct Hold
    {
        private readonly SafeHandle _handle;

        internal Hold(SafeHandle handle)
        {
            bool isHeld = false;
            handle.DangerousAddRef(ref isHeld);
            _handle = handle;
        }

        internal int Number => (int)_handle.DangerousGetHandle();

        /// <returns>What poll finds at this moment; faults also unasked.</returns>
        internal int Ask(short what)
        {
            var entry = new Libc.PollEntry { Descriptor = Number, Asked = what };
            return Libc.Poll(&entry, 1, 0) > 0 ? entry.Found : 0;
        }

        public void Dispose() => _handle.DangerousRelease();
    }
}
