using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Fetch;

/// <summary>A web server, as small as it gets: whatever the path, it thinks for a while and then sends a page.</summary>
internal static class PageServer
{
    /// <summary>Serves one visitor. The stream is closed when this ends.</summary>
    internal static IEnumerator<Awaitable> Answer(CoStream visitor, double thinkingTime)
    {
        yield return visitor.ReadUntil("\r\n\r\n"u8).Into(out Awaitable<byte[]> request);
        yield return Sleep(thinkingTime);
        string page = $"You asked:\n\n{Encoding.ASCII.GetString(request.Result)}";
        visitor.Write($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {page.Length}\r\nConnection: close\r\n\r\n{page}");
    }
}
