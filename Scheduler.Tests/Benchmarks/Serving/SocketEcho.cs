using System.Net;
using System.Net.Sockets;

namespace Coroutines.Benchmarks;

/// <summary>The echo server of .NET's own sockets, with <c>async</c> and <c>await</c>.</summary>
internal static class SocketEcho
{
    internal const string Command = "echo";

    internal static async Task RunAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1024);
        Console.WriteLine($"listening on {listener.LocalEndPoint}");
        while (true)
        {
            Socket connection = await listener.AcceptAsync();
            connection.NoDelay = true;
            _ = EchoAsync(connection);
        }
    }

    private static async Task EchoAsync(Socket connection)
    {
        using (connection)
        {
            byte[] buffer = new byte[4096];
            while (await connection.ReceiveAsync(buffer.AsMemory()) is > 0 and var count)
            {
                for (int sent = 0; sent < count;)
                {
                    sent += await connection.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
    }
}
