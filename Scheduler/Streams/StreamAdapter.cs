using static Coroutines.Awaitable;

namespace Coroutines;

/// <summary>A <see cref="CoStream"/> for code that wants .NET's kind. Its asynchronous calls come to the loop from any thread.</summary>
internal sealed class StreamAdapter(CoStream stream, bool leaveOpen) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new ValueTask<int>(Task.FromCanceled<int>(cancellationToken));
        }

        if (stream.Scheduler.IsRunningHere && stream.Buffered > 0 && stream.Reader is null)
        {
            return new ValueTask<int>(stream.TakeInto(buffer.Span));
        }

        return new ValueTask<int>(stream.Scheduler.RunCoroutineThreadsafe<int>(Reading(buffer), cancellationToken));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => cancellationToken.IsCancellationRequested
        ? new ValueTask(Task.FromCanceled(cancellationToken))
        : new ValueTask(stream.Scheduler.RunCoroutineThreadsafe(Writing(buffer), cancellationToken));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // What is written is under way already.
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw Blocking(nameof(ReadAsync));

    public override void Write(byte[] buffer, int offset, int count) => throw Blocking(nameof(WriteAsync));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen && !stream.Scheduler.IsDisposed)
        {
            if (stream.Scheduler.IsRunningHere)
            {
                stream.Close();
            }
            else
            {
                stream.Scheduler.CallSoonThreadsafe(stream.Close);
            }
        }

        base.Dispose(disposing);
    }

    private IEnumerator<Awaitable> Reading(Memory<byte> buffer)
    {
        yield return stream.Read(buffer).Into(out Awaitable<int> count);
        yield return Return(count.Result);
    }

    private IEnumerator<Awaitable> Writing(ReadOnlyMemory<byte> buffer)
    {
        yield return stream.WriteAll(buffer);
    }

    private InvalidOperationException Blocking(string instead) => new(
        $"A synchronous call would block the loop that serves {stream.Describe()}, and never return. Use {instead}.");
}
