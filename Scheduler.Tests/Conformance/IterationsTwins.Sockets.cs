using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class IterationsTwins
{
    [Twin]
    public IEnumerator<Awaitable> RecvWithDataWaiting()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        using (there)
        {
            there.Send("data"u8);
            Log("before");
            yield return Receive(here, new byte[10]).Into(out Awaitable<int> received);
            Log("received", received.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> RecvOfDataThatComes()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        using (there)
        {
            Loop.CallSoon(() => there.Send("data"u8));
            Log("before");
            yield return Receive(here, new byte[10]).Into(out Awaitable<int> received);
            Log("received", received.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> RecvAtTheEndOfTheStream()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        {
            there.Dispose();
            Log("before");
            yield return Receive(here, new byte[10]).Into(out Awaitable<int> received);
            Log("received", received.Result);
        }
    }

    [Twin]
    public IEnumerator<Awaitable> SendWithRoom()
    {
        (Socket here, Socket there) = SocketPair();
        using (here)
        using (there)
        {
            Log("before");
            yield return Send(here, "data"u8.ToArray());
            Log("sent");
        }
    }

    [Twin]
    public IEnumerator<Awaitable> AcceptWithSomebodyWaiting()
    {
        using Socket listener = Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        Log("before");
        yield return Accept(listener).Into(out Awaitable<Socket> connection);
        Log("accepted");
        connection.Result.Dispose();
    }

    [Twin]
    public IEnumerator<Awaitable> AcceptOfSomebodyWhoComes()
    {
        using Socket listener = Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Loop.CallSoon(() => client.Connect(listener.LocalEndPoint!));
        Log("before");
        yield return Accept(listener).Into(out Awaitable<Socket> connection);
        Log("accepted");
        connection.Result.Dispose();
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }
}
