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

    private HttpRequest(string method, string path, bool isOld)
    {
        Method = method;
        Path = path;
        IsOld = isOld;
    }

    internal string Method { get; }

    /// <summary>The path that is asked for, decoded; it begins with a slash, and may be any nonsense behind that.</summary>
    internal string Path { get; }

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
        if (lines.Any(static line => line.Any(static letter => char.IsControl(letter) && letter is not '\t' and < '\u0080')))
        {
            throw new HttpException(400, "There are control characters in it.");
        }

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

        var request = new HttpRequest(method, PathOf(target), isOld);
        foreach (string line in lines.Skip(1).TakeWhile(static line => line.Length > 0))
        {
            request.Add(line);
        }

        return !isOld && request["Host"] is null ? throw new HttpException(400, "The Host is missing.") : request;
    }

    // The target may be a whole address, as proxies are sent; its query says nothing to files.
    private static string PathOf(string target)
    {
        const string Scheme = "http://";
        string path = target.Split('?', 2)[0];
        if (path.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            int slash = path.IndexOf('/', Scheme.Length);
            path = slash < 0 ? "/" : path[slash..];
        }

        // Browsers escape what is not ASCII; others send it as it is, mostly in UTF-8.
        string decoded = Uri.UnescapeDataString(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(path)));
        return decoded.StartsWith('/') || target == "*" ? decoded : throw new HttpException(400, "The path is none.");
    }

    private void Add(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(" \t"))
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
