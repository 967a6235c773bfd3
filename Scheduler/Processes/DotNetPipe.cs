using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace Coroutines;

/// <summary>
/// .NET's end of a child's pipe. Where that is closed while a thread reads from it, the close waits for the end of the read, which may never come: so
/// it is closed by whoever leaves it last.
/// </summary>
internal sealed class DotNetPipe(Stream stream) : Stream
{
    private readonly bool _canRead = stream.CanRead;
    private readonly bool _canWrite = stream.CanWrite;

    // Whoever has it open, and each call that is under way.
    private int _users = 1;
    private int _isDisposed;

    public override bool CanRead => _canRead;

    public override bool CanWrite => _canWrite;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Use(() => stream.Read(buffer, offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Use(() =>
    {
        stream.Write(buffer, offset, count);
        return count;
    });

    public override void Flush() => Use(() =>
    {
        stream.Flush();
        return 0;
    });

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Leave();
        }

        base.Dispose(disposing);
    }

    private int Use(Func<int> call)
    {
        Interlocked.Increment(ref _users);
        try
        {
            return call();
        }
        catch (IOException error) when (error.InnerException is SocketException broken)
        {
            ExceptionDispatchInfo.Capture(broken).Throw();
            throw;
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            stream.Dispose();
        }
    }
}
