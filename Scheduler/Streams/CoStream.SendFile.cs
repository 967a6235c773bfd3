using System.Net.Sockets;

namespace Coroutines;

public sealed partial class CoStream
{
    /// <summary>Sends a file, or a part of it, behind what is queued: asyncio's <c>loop.sendfile(transport, file)</c>.</summary>
    /// <param name="file">The file. Its position is afterwards behind what was sent, also where that was not all.</param>
    /// <param name="offset">Where to begin, in bytes from the beginning of the file.</param>
    /// <param name="count">How many bytes to send; null for all up to the end. Where the file is shorter, what there is.</param>
    /// <returns>What to yield, once; then it has the number of bytes that were sent.</returns>
    /// <remarks>
    /// It is read on a thread, block by block, as files have no readiness to poll, and written as by <see cref="WriteAll"/>: through whatever the
    /// stream stands on. What others write meanwhile comes between the blocks. A cancel may leave a part of it
    /// sent, and the position behind that, where a block was being read. At the
    /// <c>yield return</c>: the exceptions of <see cref="WriteAll"/>, those of reading the file, and an <see cref="InvalidOperationException"/> where
    /// the stream is being closed. If it is closed meanwhile, a <see cref="SocketException"/> (<see cref="SocketError.ConnectionReset"/>).
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="file"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is below 0, or <paramref name="count"/> is not above 0.</exception>
    public Awaitable<long> SendFile(FileStream file, long offset = 0, long? count = null)
    {
        FileSender.Verify(file, offset, count);
        return Awaitable.Await<long>(SendThrough(new FileSender(file, offset, count)));
    }

    private IEnumerator<Awaitable> SendThrough(FileSender sender)
    {
        ThrowIfBroken();
        if (IsClosing)
        {
            throw new InvalidOperationException($"No file can be sent through {Describe()}: it is closing.");
        }

        yield return Awaitable.Await<long>(sender.SendBlocks(SendBlock)).Into(out Awaitable<long> sent);
        yield return Awaitable.Return(sent.Result);
    }

    // What is written to a stream that closes is dropped, and would count as sent.
    private Awaitable SendBlock(ReadOnlyMemory<byte> block)
    {
        ThrowIfBroken();
        return IsClosing ? throw new SocketException((int)SocketError.ConnectionReset) : WriteAll(block);
    }
}
