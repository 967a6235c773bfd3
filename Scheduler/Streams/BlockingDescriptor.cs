using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>
/// A descriptor of Unix whose calls may block; from where it stands, which it shares with whoever else has it. (A <see cref="FileStream"/> has a place of
/// its own in a file.)
/// </summary>
internal sealed unsafe class BlockingDescriptor(SafeHandle descriptor, FileAccess access) : Stream
{
    public override bool CanRead => (access & FileAccess.Read) != 0;

    public override bool CanWrite => (access & FileAccess.Write) != 0;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Span<byte> room = buffer.AsSpan(offset, count);
        fixed (byte* target = room)
        {
            return Call("read", target, room.Length, static (number, bytes, length) => Libc.Read(number, (void*)bytes, length));
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ReadOnlySpan<byte> left = buffer.AsSpan(offset, count);
        while (!left.IsEmpty)
        {
            fixed (byte* source = left)
            {
                left = left[Call("write", source, left.Length, static (number, bytes, length) => Libc.Write(number, (void*)bytes, length))..];
            }
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Closed when the call is over that is under way, if one is.
            descriptor.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Call(string name, byte* bytes, int length, Func<int, nint, nint, nint> call)
    {
        bool isHeld = false;
        descriptor.DangerousAddRef(ref isHeld);
        try
        {
            while (true)
            {
                nint count = call((int)descriptor.DangerousGetHandle(), (nint)bytes, length);
                if (count >= 0)
                {
                    return (int)count;
                }

                if (Libc.LastError is var error && error != Libc.Eintr)
                {
                    // The reader of a pipe is gone: the same error as of a socket.
                    throw error == Libc.Epipe ? new SocketException((int)SocketError.Shutdown) : new IOException(Libc.Failure(name, error).Message);
                }
            }
        }
        finally
        {
            descriptor.DangerousRelease();
        }
    }
}
