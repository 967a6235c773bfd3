using System.Net.Sockets;
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

    private const double LongestGoodBye = 2;

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

            yield return Settle(Await<HttpRequest>(Receive()), out Outcome<HttpRequest> request);
            if (request.Exception is HttpException or TimeoutException or LimitOverrunException)
            {
                yield return Settle(Refuse(request.Exception), out _);
                yield break;
            }

            if (request.Exception is IOException or SocketException)
            {
                // The client has gone.
                yield break;
            }

            yield return Await<bool>(Respond(request.Result)).Into(out Awaitable<bool> responded);
            goesOn = responded.Result;
        }
    }

    private IEnumerator<Awaitable> Receive()
    {
        yield return WaitFor(stream.ReadUntil(_headEnd), LongestHead).Into(out Awaitable<byte[]> head);
        HttpRequest request = HttpRequest.Parse(head.Result);
        using (Timeout(LongestBody))
        {
            yield return Await(Drop(request.BodyLength));
        }

        yield return Return(request);
    }

    /// <summary>Answers a request.</summary>
    /// <returns>A coroutine that returns whether there may be another one.</returns>
    private IEnumerator<Awaitable> Respond(HttpRequest request)
    {
        yield return Settle(ToThread(() => site.Answer(request)), out Outcome<HttpAnswer> found);
        HttpAnswer answer = found.Exception is HttpException or UnauthorizedAccessException or IOException ? ErrorFor(found.Exception) : found.Result;
        yield return Settle(Send(answer, request.IsHead, request.KeepsAlive), out Outcome sent);
        if (!sent.IsSuccess)
        {
            // The client has gone, or takes nothing, or the file has changed: the answer is incomplete, and the connection says so.
            stream.Abort();
        }

        yield return Return(sent.IsSuccess && request.KeepsAlive);
    }

    /// <summary>
    /// Says why nothing more is taken. What the client still sends is dropped for a while: bytes that nobody has read would have the system reset
    /// the connection, and the client might never see the answer.
    /// </summary>
    private IEnumerator<Awaitable> Refuse(Exception reason)
    {
        yield return Await(Send(ErrorFor(reason), isHead: false, keepsAlive: false));
        stream.WriteEof();
        yield return WaitFor(Drop(long.MaxValue), LongestGoodBye);
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
        // Not a rented one: a cancel leaves the thread reading, and somebody else would have the array by then.
        byte[] block = new byte[Math.Min(length, BlockSize)];
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

    private static HttpAnswer ErrorFor(Exception exception) => exception switch
    {
        HttpException refused => refused.ToAnswer(),
        TimeoutException => HttpAnswer.OfText(408, "The request took too long.\n"),
        LimitOverrunException => HttpAnswer.OfText(431, "The head is too long.\n"),
        UnauthorizedAccessException => HttpAnswer.OfText(403, "That cannot be read.\n"),
        _ => HttpAnswer.OfText(404, "That cannot be read any more.\n"),
    };
}
