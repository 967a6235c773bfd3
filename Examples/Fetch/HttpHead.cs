using System.Globalization;

namespace Coroutines.Examples.Fetch;

/// <summary>The part of a response before the body: the status line, and those headers that matter here.</summary>
internal sealed class HttpHead
{
    private HttpHead(int status, string reason)
    {
        Status = status;
        Reason = reason;
    }

    internal int Status { get; }

    internal string Reason { get; }

    internal string? Location { get; private set; }

    internal long? ContentLength { get; private set; }

    internal bool IsChunked { get; private set; }

    /// <summary>A preliminary response such as "103 Early Hints": the real one follows.</summary>
    internal bool IsInterim => Status is >= 100 and < 200;

    /// <summary>These two never have a body, whatever their headers say.</summary>
    internal bool HasBody => Status is not (204 or 304);

    internal static HttpHead OfStatusLine(string line)
    {
        // HTTP/1.1 404 Not Found; the reason may be missing, and even the blank before it.
        string[] parts = line.Split(' ', 3);
        if (parts.Length < 2
            || !parts[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || parts[1].Length != 3
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int status)
            || status < 100)
        {
            throw new FetchException($"not HTTP: the answer begins with '{Shorten(line)}'");
        }

        return new HttpHead(status, parts.Length > 2 ? Printable(parts[2]) : "");
    }

    internal void AddHeader(string line)
    {
        int colon = line.IndexOf(':');
        if (colon <= 0)
        {
            throw new FetchException($"not HTTP: '{Shorten(line)}' is no header");
        }

        string value = line[(colon + 1)..].Trim();
        switch (line[..colon].TrimEnd().ToLowerInvariant())
        {
            case "location":
                Location = Printable(value);
                break;
            case "transfer-encoding":
                // The last coding is the one that says where the body ends.
                IsChunked = value.Split(',')[^1].Trim().Equals("chunked", StringComparison.OrdinalIgnoreCase);
                break;
            case "content-length":
                ContentLength = ParseLength(value);
                break;
        }
    }

    /// <summary>What a stranger sent, fit to be shown: no control characters that a terminal would obey.</summary>
    internal static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    internal static string Shorten(string text) => Printable(text.Length > 40 ? text[..40] + "..." : text);

    private long ParseLength(string value)
    {
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            || (ContentLength is { } other && other != length))
        {
            throw new FetchException($"not HTTP: the Content-Length '{Shorten(value)}' makes no sense");
        }

        return length;
    }
}
