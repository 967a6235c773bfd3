using System.Globalization;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Fetch;

/// <summary>
/// Reads one HTTP/1 response from a connection. The body is counted and dropped, so its size costs no memory.
/// </summary>
/// <remarks>
/// Each method that may have to wait for the network is a coroutine, and calls the next one with <c>Await</c>, as
/// ordinary methods call each other. What has arrived already is parsed without waiting.
/// </remarks>
/// <param name="connection">The connection, whose limit is <see cref="LongestLine"/>.</param>
internal sealed class HttpResponseReader(CoStream connection)
{
    internal const int LongestLine = 16 * 1024;

    private const int MostHeaders = 1000;

    /// <summary>Reads the response.</summary>
    /// <returns>A coroutine that returns an <see cref="HttpResponse"/>.</returns>
    internal IEnumerator<Awaitable> Read()
    {
        HttpHead head;
        do
        {
            yield return Await<HttpHead>(ReadHead()).Into(out var read);
            head = read.Result;
        }
        while (head.IsInterim);

        yield return Await<long>(ReadBody(head)).Into(out var length);
        yield return Return(new HttpResponse(head.Status, head.Reason, head.Location, length.Result));
    }

    private IEnumerator<Awaitable> ReadHead()
    {
        yield return Await(ExpectHttp());
        yield return Await<string>(ReadLine("the header")).Into(out var line);
        HttpHead head = HttpHead.OfStatusLine(line.Result);
        for (int count = 0; count < MostHeaders; count++)
        {
            yield return Await<string>(ReadLine("the header")).Into(out line);
            if (line.Result.Length == 0)
            {
                yield return Return(head);
            }

            head.AddHeader(line.Result);
        }

        throw new FetchException("not HTTP: the header never ends");
    }

    // Looked at before the first line is complete: a server of another kind may never send an end of line, and would
    // be taken for a slow one.
    private IEnumerator<Awaitable> ExpectHttp()
    {
        const string Signature = "HTTP/";
        yield return connection.Peek(Signature.Length).Into(out Awaitable<ReadOnlyMemory<byte>> arrived);
        string beginning = Text(arrived.Result.Span);
        if (beginning.Length == 0)
        {
            throw new FetchException("the server closed the connection without an answer");
        }

        if (!beginning.StartsWith(Signature, StringComparison.Ordinal))
        {
            string verb = arrived.Result.Length < Signature.Length ? "is" : "begins with";
            throw new FetchException($"not HTTP: the answer {verb} '{beginning}'");
        }
    }

    private IEnumerator<Awaitable> ReadBody(HttpHead head)
    {
        if (!head.HasBody)
        {
            yield return Return(0L);
        }

        Awaitable<long> body = head switch
        {
            { IsChunked: true } => Await<long>(ReadChunks()),
            { ContentLength: { } length } => Await<long>(ReadExactly(length, read: 0, total: length)),
            _ => Await<long>(ReadToEnd()),
        };
        yield return body;
        yield return Return(body.Result);
    }

    private IEnumerator<Awaitable> ReadChunks()
    {
        long total = 0;
        while (true)
        {
            yield return Await<string>(ReadLine("the body")).Into(out var line);
            long size = ParseChunkSize(line.Result);
            if (size == 0)
            {
                break;
            }

            yield return Await(ReadExactly(size, total, total: null));
            total += size;

            yield return Await<string>(ReadLine("the body")).Into(out line);
            if (line.Result.Length > 0)
            {
                throw new FetchException("not HTTP: a chunk of the body does not end where it should");
            }
        }

        // Headers may follow the last chunk; an empty line ends them.
        for (int count = 0; count < MostHeaders; count++)
        {
            yield return Await<string>(ReadLine("the body")).Into(out var trailer);
            if (trailer.Result.Length == 0)
            {
                yield return Return(total);
            }
        }

        throw new FetchException("not HTTP: the body's trailer never ends");
    }

    /// <param name="count">How much is to come.</param>
    /// <param name="read">How much of the body came before.</param>
    /// <param name="total">The size of the whole body, if the server has announced it.</param>
    private IEnumerator<Awaitable> ReadExactly(long count, long read, long? total)
    {
        long left = count;
        while (left > 0)
        {
            yield return Await<long>(Drop(left)).Into(out var dropped);
            if (dropped.Result == 0)
            {
                string all = total is null ? "" : $" of {total}";
                throw new FetchException($"the body is truncated: the connection ended after {read + count - left}{all} bytes");
            }

            left -= dropped.Result;
        }

        yield return Return(count);
    }

    private IEnumerator<Awaitable> ReadToEnd()
    {
        long total = 0;
        while (true)
        {
            yield return Await<long>(Drop(long.MaxValue)).Into(out var dropped);
            if (dropped.Result == 0)
            {
                yield return Return(total);
            }

            total += dropped.Result;
        }
    }

    private IEnumerator<Awaitable> ReadLine(string part)
    {
        yield return Settle(connection.ReadUntil("\n"u8), out Outcome<byte[]> line);
        yield return Return(line.Exception switch
        {
            LimitOverrunException => throw new FetchException($"not HTTP: a line of {part} never ends"),
            IncompleteReadException => throw new FetchException($"the answer is truncated: the connection ended in the middle of {part}"),
            _ => Encoding.Latin1.GetString(line.Result).TrimEnd('\n').TrimEnd('\r'),
        });
    }

    /// <summary>Drops what has arrived, up to so many bytes.</summary>
    /// <returns>A coroutine that returns how many there were: 0 when the server has ended.</returns>
    private IEnumerator<Awaitable> Drop(long atMost)
    {
        yield return connection.Peek().Into(out Awaitable<ReadOnlyMemory<byte>> arrived);
        int count = (int)Math.Min(atMost, arrived.Result.Length);
        connection.Advance(count);
        yield return Return((long)count);
    }

    private static long ParseChunkSize(string line)
    {
        // A semicolon begins an extension, which nobody uses.
        string digits = line.Split(';')[0].Trim();
        if (!long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long size) || size < 0)
        {
            throw new FetchException($"not HTTP: '{HttpHead.Shorten(line)}' is no chunk size");
        }

        return size;
    }

    private static string Text(ReadOnlySpan<byte> bytes) =>
        HttpHead.Shorten(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 100)]));
}
