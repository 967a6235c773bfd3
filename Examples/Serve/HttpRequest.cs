using System.Globalization;
using System.Text;

namespace Coroutines.Examples.Serve;

/// <summary>The head of a request.</summary>
internal sealed class HttpRequest
{
    /// <summary>How many bytes a head has at most.</summary>
    internal const int LongestHead = 16 * 1024;

    /// <summary>How many bytes of a body are read, and dropped: nothing here takes one.</summary>
    internal const long LargestBody = 1024 * 1024;

    private const int MostHeaders = 100;

    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private HttpRequest(string method, string target, bool isOld)
    {
        Method = method;
        Target = target;
        IsOld = isOld;
    }

    internal string Method { get; }

    internal string Target { get; }

    /// <summary>Whether it is of HTTP/1.0.</summary>
    internal bool IsOld { get; }

    internal bool IsHead => Method == "HEAD";

    /// <summary>Whether the client wants to go on with the same connection.</summary>
    internal bool KeepsAlive => this["Connection"] is { } wish
        ? !wish.Contains("close", StringComparison.OrdinalIgnoreCase) && (!IsOld || wish.Contains("keep-alive", StringComparison.OrdinalIgnoreCase))
        : !IsOld;

    /// <summary>How long its body is.</summary>
    /// <exception cref="HttpException">It has one whose length cannot be told, or one that is too long.</exception>
    internal long BodyLength
    {
        get
        {
            if (this["Transfer-Encoding"] is not null)
            {
                throw new HttpException(501, "A body in pieces is not taken.");
            }

            if (this["Content-Length"] is not { } text)
            {
                return 0;
            }

            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length))
            {
                throw new HttpException(400, "Content-Length is no number.");
            }

            return length <= LargestBody ? length : throw new HttpException(413, "The body is too large.");
        }
    }

    /// <summary>A header; null if it is not there.</summary>
    internal string? this[string name] => _headers.GetValueOrDefault(name);

    /// <param name="head">The head as it came, up to the empty line.</param>
    /// <exception cref="HttpException">It is none.</exception>
    internal static HttpRequest Parse(ReadOnlySpan<byte> head)
    {
        string[] lines = Encoding.Latin1.GetString(head).Split("\r\n");
        if (lines[0].Split(' ') is not [{ Length: > 0 } method, { Length: > 0 } target, var version] || !method.All(char.IsAsciiLetterUpper))
        {
            throw new HttpException(400, "The request line is none.");
        }

        bool isOld = version == "HTTP/1.0";
        if (!isOld && version != "HTTP/1.1")
        {
            throw version.StartsWith("HTTP/", StringComparison.Ordinal)
                ? new HttpException(505, "Only HTTP/1.0 and HTTP/1.1 are spoken.")
                : new HttpException(400, "The request line is none.");
        }

        var request = new HttpRequest(method, target, isOld);
        foreach (string line in lines.Skip(1).TakeWhile(static line => line.Length > 0))
        {
            request.Add(line);
        }

        return !isOld && request["Host"] is null ? throw new HttpException(400, "The Host is missing.") : request;
    }

    private void Add(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(" \t\0") || line.Contains('\0', StringComparison.Ordinal))
        {
            throw new HttpException(400, "A header is none.");
        }

        string name = line[..colon];
        string value = line[(colon + 1)..].Trim(' ', '\t');
        if (!_headers.TryAdd(name, value))
        {
            // Two lengths, or two hosts, are how requests are smuggled; others may stand twice.
            _headers[name] = name.ToUpperInvariant() is "CONTENT-LENGTH" or "HOST" or "TRANSFER-ENCODING"
                ? throw new HttpException(400, $"{name} stands twice.")
                : $"{_headers[name]}, {value}";
        }

        if (_headers.Count > MostHeaders)
        {
            throw new HttpException(431, "There are too many headers.");
        }
    }
}
