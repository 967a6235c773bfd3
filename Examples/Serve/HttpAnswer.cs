using System.Globalization;
using System.Text;

namespace Coroutines.Examples.Serve;

/// <summary>An answer: its head, and a body in memory or in a file.</summary>
internal sealed class HttpAnswer(int status)
{
    private readonly List<(string Name, string Value)> _headers = [];

    internal int Status => status;

    internal byte[] Body { get; init; } = [];

    /// <summary>The file that the body is a part of; null if it is in memory. Whoever sends the answer closes it.</summary>
    internal FileStream? File { get; init; }

    internal long FileStart { get; init; }

    internal long FileLength { get; init; }

    internal static HttpAnswer OfText(int status, string text, string type = "text/plain; charset=utf-8") =>
        new HttpAnswer(status) { Body = Encoding.UTF8.GetBytes(text) }.With("Content-Type", type);

    internal HttpAnswer With(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    internal string Head(bool keepsAlive)
    {
        var head = new StringBuilder($"HTTP/1.1 {status} {HttpStatus.Describe(status)}\r\n");
        if (status != 304)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {(File is null ? Body.Length : FileLength)}\r\n");
        }

        foreach ((string name, string value) in _headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(keepsAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n");
        return head.Append(CultureInfo.InvariantCulture, $"Date: {DateTime.UtcNow:R}\r\n\r\n").ToString();
    }
}
