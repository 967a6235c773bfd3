using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Fetch;

/// <summary>
/// A web server on loopback, as small as it gets: whatever the path, it thinks for a while and then sends a page.
/// </summary>
internal sealed class PageServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly double _thinkingTime;

    /// <summary>Opens it at a port that the system chooses.</summary>
    internal PageServer(double thinkingTime)
    {
        _thinkingTime = thinkingTime;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(100);
    }

    internal string Address => $"http://{_listener.LocalEndPoint}";

    public void Dispose() => _listener.Dispose();

    /// <summary>Serves everybody who comes, each with a task of their own; to be cancelled in the end.</summary>
    internal IEnumerator<Awaitable> Serve()
    {
        while (true)
        {
            yield return Accept(_listener).Into(out var visitor);
            CreateTask(Answer(visitor.Result));
        }
    }

    private IEnumerator<Awaitable> Answer(Socket visitor)
    {
        using Socket connection = visitor;

        yield return Await<string>(ReadRequest(connection)).Into(out var request);
        yield return Sleep(_thinkingTime);

        string page = $"You asked:\n\n{request.Result}";
        yield return Send(connection, Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {page.Length}\r\nConnection: close\r\n\r\n{page}"));
    }

    private static IEnumerator<Awaitable> ReadRequest(Socket connection)
    {
        var buffer = new byte[4096];
        int length = 0;
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0 && length < buffer.Length)
        {
            yield return Receive(connection, buffer.AsMemory(length)).Into(out var received);
            if (received.Result == 0)
            {
                break;
            }

            length += received.Result;
        }

        yield return Return(Encoding.ASCII.GetString(buffer, 0, length));
    }
}
