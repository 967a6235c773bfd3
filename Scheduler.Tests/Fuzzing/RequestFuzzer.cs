using System.Text;

namespace Coroutines.Tests.Fuzzing;

/// <summary>Makes requests that are almost right, or not at all; each follows from the seed and its number.</summary>
internal sealed class RequestFuzzer(int seed)
{
    private const int MostMutations = 6;
    private const int MostGarbage = 3_000;
    private const int MostRepeated = 40_000;

    private static readonly string[] _requests =
    [
        "GET /letters.txt HTTP/1.1\r\nHost: h\r\n\r\n",
        "HEAD /letters.txt HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n",
        "GET /letters.txt HTTP/1.0\r\n\r\n",
        "GET /letters.txt HTTP/1.1\r\nHost: h\r\nRange: bytes=3-9\r\n\r\n",
        "GET /folder/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "GET /folder HTTP/1.1\r\nHost: h\r\n\r\nGET /none HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\nhello worldGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /letters.txt HTTP/1.1\r\nHost: h\r\nIf-None-Match: *\r\nIf-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n",
        "GET /%2e%2e/secret HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET http://h/letters.txt?q=1 HTTP/1.1\r\nHost: h\r\nRange: bytes=-5\r\nIf-Range: \"x\"\r\n\r\n",
    ];

    private static readonly string[] _tokens =
    [
        "\r\n", "\r\n\r\n", "\n", "\r", "\0", " ", "\t", ":", "/", "//", "..", "/../", "%2e%2e%2f", "%00", "%", "%c3%28", "\\", "?", "*",
        "HTTP/1.1", "HTTP/9.9", "Content-Length: 5\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n", "Host: h\r\n", "Range: bytes=",
        "bytes=9-1", "99999999999999999999", "-", ",", "\"", "secret", "GET ", "ä", "\u2028", "folder/",
    ];

    /// <summary>What a client sends, in pieces, and how it ends.</summary>
    internal FuzzedRequest Make(int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        byte[] bytes = random.Next(10) switch
        {
            0 => Garbage(random),
            1 => Repeated(random),
            _ => Mutated(random),
        };
        return new FuzzedRequest(Split(random, bytes), (ClientEnd)random.Next(4));
    }

    private static byte[] Garbage(Random random)
    {
        var bytes = new byte[random.Next(MostGarbage)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Repeated(Random random)
    {
        string token = _tokens[random.Next(_tokens.Length)];
        int count = random.Next(MostRepeated) / token.Length;
        return Encoding.UTF8.GetBytes("GET /" + string.Concat(Enumerable.Repeat(token, count)) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    private static byte[] Mutated(Random random)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(_requests[random.Next(_requests.Length)])];
        for (int i = random.Next(MostMutations); i > 0; i--)
        {
            Mutate(random, bytes);
        }

        return [.. bytes];
    }

    private static void Mutate(Random random, List<byte> bytes)
    {
        int at = random.Next(bytes.Count + 1);
        int count = Math.Min(random.Next(1, 20), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, count);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, count));
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(_tokens[random.Next(_tokens.Length)]));
                break;
        }
    }

    private static List<FuzzedPiece> Split(Random random, byte[] bytes)
    {
        var pieces = new List<FuzzedPiece>();
        for (int start = 0; start < bytes.Length;)
        {
            int length = random.Next(4) == 0 ? random.Next(1, 30) : bytes.Length;
            length = Math.Min(length, bytes.Length - start);
            pieces.Add(new FuzzedPiece(bytes.AsMemory(start, length), Pause: random.Next(5) == 0 ? random.Next(40) : 0));
            start += length;
        }

        return pieces;
    }
}
