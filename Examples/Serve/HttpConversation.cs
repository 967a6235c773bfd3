using System.Buffers;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Serve;

/// <summary>One connection: a request after the other, also where the client sends the next one before it has the answer (pipelining).</summary>
internal sealed class HttpConversation(CoStream stream, FileSite site)
{
    private const double LongestIdle = 30;
    private const double LongestHead = 10;
    private const double LongestBody = 30;

    // As long as a client may take for a block; one that takes a byte now and then is no client.
    private const double LongestBlock = 30;
    private const int BlockSize = 64 * 1024;

    private static readonly byte[][] _headEnd = [[(byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']];

    /// <summary>Serves until the client has enough, or does something that ends it.</summary>
    internal IEnumerator<Awaitable> Run()
    {
        bool goesOn = true;
        while (goesOn)
        {
            yield return Settle(WaitFor(stream.Peek(), LongestIdle), out Outcome<ReadOnlyMemory<byte>> first);
            if (!first.IsSuccess || first.Result.IsEmpty)
            {
                yield break;
            }

            yield return Settle(Await<bool>(Converse()), out Outcome<bool> conversed);
            goesOn = conversed is { IsSuccess: true, Result: true };
            if (conversed.Exception is HttpException or TimeoutException or LimitOverrunException or UnauthorizedAccessException)
            {
                yield return Await(Send(ErrorFor(conversed.Exception), isHead: false, keepsAlive: false));
            }
            else if (conversed.Exception is IOException or System.Net.Sockets.SocketException)
            {
                // The client has gone.
                yield break;
            }
            else
            {
                conversed.ThrowIfFailed();
            }
        }
    }

    /// <summary>One request and its answer.</summary>
    /// <returns>A coroutine that returns whether there may be another one.</returns>
    private IEnumerator<Awaitable> Converse()
    {
        yield return WaitFor(stream.ReadUntil(_headEnd), LongestHead).Into(out Awaitable<byte[]> head);
        HttpRequest request = HttpRequest.Parse(head.Result);
        using (Timeout(LongestBody))
        {
            yield return Await(Drop(request.BodyLength));
        }

        yield return ToThread(() => site.Answer(request)).Into(out Awaitable<HttpAnswer> answer);
        yield return Settle(Send(answer.Result, request.IsHead, request.KeepsAlive), out Outcome sent);
        if (!sent.IsSuccess)
        {
            // The client has gone, or takes nothing, or the file has changed: the answer is incomplete, and the connection says so.
            stream.Abort();
        }

        yield return Return(sent.IsSuccess && request.KeepsAlive);
    }

    private IEnumerator<Awaitable> Drop(long count)
    {
        while (count > 0)
        {
            yield return stream.Peek().Into(out Awaitable<ReadOnlyMemory<byte>> arrived);
            int some = (int)Math.Min(count, arrived.Result.Length);
            if (some == 0)
            {
                throw new EndOfStreamException("The body is incomplete.");
            }

            stream.Advance(some);
            count -= some;
        }
    }

    private IEnumerator<Awaitable> Send(HttpAnswer answer, bool isHead, bool keepsAlive)
    {
        using FileStream? file = answer.File;
        stream.Write(answer.Head(keepsAlive));
        if (isHead)
        {
            yield return WaitFor(stream.Drain(), LongestBlock);
        }
        else if (file is null)
        {
            yield return WaitFor(stream.WriteAll(answer.Body), LongestBlock);
        }
        else
        {
            yield return Await(SendFile(file, answer.FileStart, answer.FileLength));
        }
    }

    private IEnumerator<Awaitable> SendFile(FileStream file, long start, long length)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (length > 0)
            {
                // Files cannot be polled: what is not in memory is read by a thread.
                long from = start;
                Memory<byte> room = block.AsMemory(0, (int)Math.Min(length, BlockSize));
                yield return ToThread(() => RandomAccess.Read(file.SafeFileHandle, room.Span, from)).Into(out Awaitable<int> read);
                if (read.Result == 0)
                {
                    throw new EndOfStreamException("The file has become shorter.");
                }

                yield return WaitFor(stream.WriteAll(room[..read.Result]), LongestBlock);
                start += read.Result;
                length -= read.Result;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static HttpAnswer ErrorFor(Exception exception) => exception switch
    {
        HttpException refused => HttpAnswer.OfText(refused.Status, refused.Message + "\n"),
        TimeoutException => HttpAnswer.OfText(408, "The request took too long.\n"),
        LimitOverrunException => HttpAnswer.OfText(431, "The head is too long.\n"),
        _ => HttpAnswer.OfText(403, "That cannot be read.\n"),
    };
}
