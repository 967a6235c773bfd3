using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines;

/// <summary>Sends a file, or a part of it: by the system, or as asyncio's <c>_sock_sendfile_fallback</c> does, by reads on a thread and sends.</summary>
/// <param name="file">The file; its position is afterwards behind what was sent, also where that was not all.</param>
/// <param name="offset">Where to begin.</param>
/// <param name="count">How much to send; null for all.</param>
internal sealed class FileSender(FileStream file, long offset, long? count)
{
    private const int BlockSize = 256 * 1024;

    internal static void Verify(FileStream file, long offset, long? count)
    {
        ThrowHelper.IfNull(file, nameof(file));
        if (offset < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "An offset is at least 0.");
        }

        if (count <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "A count of bytes is above 0; leave it out to send all.");
        }
    }

    /// <returns>A coroutine that returns how many bytes were sent.</returns>
    internal IEnumerator<Awaitable> SendThrough(Socket socket)
    {
        if (SendFileOperation.IsSupported)
        {
            var operation = new SendFileOperation(socket, file, offset, count);
            try
            {
                yield return new Awaitable(operation);
            }
            finally
            {
                MoveTo(operation.Sent);
            }

            if (!operation.IsRefused)
            {
                yield return Return(operation.Sent);
            }
        }

        yield return Await<long>(SendBlocks(block => Send(socket, block))).Into(out Awaitable<long> sent);
        yield return Return(sent.Result);
    }

    /// <summary>Sends it block by block.</summary>
    /// <param name="send">What sends a block.</param>
    /// <returns>A coroutine that returns how many bytes were sent.</returns>
    internal IEnumerator<Awaitable> SendBlocks(Func<ReadOnlyMemory<byte>, Awaitable> send)
    {
        if (file.CanSeek)
        {
            file.Seek(offset, SeekOrigin.Begin);
        }

        byte[] room = new byte[(int)Math.Min(count ?? BlockSize, BlockSize)];
        long sent = 0;
        try
        {
            while (count is null || sent < count)
            {
                int most = (int)Math.Min(count - sent ?? room.Length, room.Length);

                // Files have no readiness to poll.
                yield return ToThread(() => file.Read(room, 0, most)).Into(out Awaitable<int> read);
                if (read.Result == 0)
                {
                    break;
                }

                yield return send(room.AsMemory(0, read.Result));
                sent += read.Result;
            }
        }
        finally
        {
            MoveTo(sent);
        }

        yield return Return(sent);
    }

    private void MoveTo(long sent)
    {
        if (sent > 0 && file.CanSeek)
        {
            file.Seek(offset + sent, SeekOrigin.Begin);
        }
    }
}
