using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.IO;

// Two non-blocking TCP sockets connected with each other, "near" with a registration of its own.
internal sealed class ConnectedPair : IDisposable
{
    internal ConnectedPair()
    {
        using Socket listener = Listener();
        Far = Tcp();
        Far.Connect(listener.LocalEndPoint!);
        Near = listener.Accept();
        Near.Blocking = false;
        Far.Blocking = false;
        Registration = new Registration(Near);
    }

    internal Socket Near { get; }

    internal Socket Far { get; }

    internal Registration Registration { get; }

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }

    internal static Socket Tcp() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    internal static Socket Listener()
    {
        Socket listener = Tcp();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(8);
        return listener;
    }

    // An address at which nobody answers: bound, so that nobody else takes it, and not listening.
    internal static Socket Refusing(SocketType type, ProtocolType protocol)
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    internal void SendFromFar(int count = 1) => Far.Send(new byte[count]).ShouldBe(count);

    // Until the operating system takes no more, so that "near" is not writable.
    internal void FillNear()
    {
        byte[] chunk = new byte[64 * 1024];
        SocketError error;
        do
        {
            Near.Send(chunk, 0, chunk.Length, SocketFlags.None, out error);
        }
        while (error == SocketError.Success);

        error.ShouldBe(SocketError.WouldBlock);
    }

    internal void DrainFar()
    {
        byte[] chunk = new byte[1024 * 1024];
        SocketError error;
        do
        {
            Far.Receive(chunk, 0, chunk.Length, SocketFlags.None, out error);
        }
        while (error == SocketError.Success);
    }
}
