using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class ShoutServer
{
    /// <summary>Accepts one visitor after the other, without end, and answers each in a task of its own.</summary>
    public static IEnumerator<Awaitable> Serve(Socket listener)
    {
        while (true)
        {
            yield return Accept(listener).Into(out var visitor);
            CreateTask(Answer(visitor.Result));
        }
    }

    /// <summary>
    /// Sends back all that the visitor sends, in capital letters, until it sends no more; then it closes the connection.
    /// </summary>
    public static IEnumerator<Awaitable> Answer(Socket connection)
    {
        using (connection)
        {
            byte[] buffer = new byte[1024];
            while (true)
            {
                yield return Receive(connection, buffer).Into(out var count);
                if (count.Result == 0)
                {
                    yield break;
                }

                for (int i = 0; i < count.Result; i++)
                {
                    buffer[i] = (byte)char.ToUpperInvariant((char)buffer[i]);
                }

                yield return Send(connection, buffer.AsMemory(0, count.Result));
            }
        }
    }
}
