using System.Globalization;
using System.Text;

namespace Coroutines;

/// <summary>An answer to a request.</summary>
/// <param name="status">Its status, as <c>404 Not Found</c>.</param>
/// <param name="type">What the body is.</param>
/// <param name="body">The body.</param>
internal sealed class PageAnswer(string status, string type, byte[] body)
{
    // A page is all in one: nothing is fetched but what its own server has, and nobody else may show it or learn its address.
    private const string Shields =
        "Content-Security-Policy: default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
        + "Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n";

    internal byte[] Body => body;

    internal static PageAnswer Refusal(string status, string text) => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes($"{text}\n"));

    internal static PageAnswer Html(byte[] page) => new("200 OK", "text/html; charset=utf-8", page);

    internal static PageAnswer Json(string text) => new("200 OK", "application/json", Encoding.UTF8.GetBytes(text));

    internal string Head(bool keepsAlive)
    {
        var head = new StringBuilder($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\n");
        head.Append("Content-Length: ").Append(body.Length.ToString(CultureInfo.InvariantCulture)).Append("\r\n").Append(Shields);
        if (status.StartsWith("405", StringComparison.Ordinal))
        {
            head.Append("Allow: GET\r\n");
        }

        return head.Append(keepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n").ToString();
    }
}
