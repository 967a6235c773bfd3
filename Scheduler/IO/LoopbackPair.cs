using System.Net;
using System.Net.Sockets;

namespace Coroutines;

// Two sockets of this process connected with each other: what every operating system has in place of a pipe that
// Socket.Select can wait on.
internal static class LoopbackPair
{
    internal static (Socket Sender, Socket Receiver) Create()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);

        var sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            sender.Connect(listener.LocalEndPoint!);
            Socket receiver = listener.Accept();

            // Any process of this machine may connect to the port while it is open; only our own end is let in.
            while (!Equals(receiver.RemoteEndPoint, sender.LocalEndPoint))
            {
                receiver.Dispose();
                receiver = listener.Accept();
            }

            sender.NoDelay = true;
            sender.Blocking = false;
            receiver.Blocking = false;
            return (sender, receiver);
        }
        catch
        {
            sender.Dispose();
            throw;
        }
    }
}
