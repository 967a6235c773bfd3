using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class ShoutServer
{
    /// <summary>Accepts one visitor after the other, without end, and answers each in a task of its own.</summary>
    public static IEnumerator<Awaitable> Serve(Socket listener)
    {
        // yield return Accept(listener).Into(out var visitor); then visitor.Result is a socket that is connected to the visitor.
        yield break;
    }

    /// <summary>
    /// Sends back all that the visitor sends, in capital letters, until it sends no more; then it closes the connection.
    /// </summary>
    public static IEnumerator<Awaitable> Answer(Socket connection)
    {
        // Receive(connection, buffer).Into(out var count) waits for the next bytes; 0 of them mean that no more will come.
        // Send(connection, buffer.AsMemory(0, n)) sends the first n bytes. `using (connection) { ... }` closes it at the end.
        yield break;
    }
}
