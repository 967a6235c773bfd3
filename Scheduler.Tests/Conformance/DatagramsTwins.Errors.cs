using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

public sealed partial class DatagramsTwins
{
    [Twin]
    public IEnumerator<Awaitable> PortUnreachableIsHeardOfByWhoReceives()
    {
        using Socket taken = Nobody(out EndPoint remote);
        yield return CreateDatagramEndpoint(remote: remote).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram here = opened.Result;
        for (int i = 0; i < 2; i++)
        {
            Func<string> count = Count();
            here.Send(Bytes("anybody?"));
            yield return Await(Received("got", here, count));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> PortUnreachableIsHeardOfByTheNextSend()
    {
        using Socket taken = Nobody(out EndPoint remote);
        yield return CreateDatagramEndpoint(remote: remote).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram here = opened.Result;
        Func<string> count = Count();
        here.Send(Bytes("anybody?"));
        here.Send(Bytes("anybody else?"));
        yield return Await(Received("got", here, count));
        here.Send(Bytes("again?"));
        yield return Await(Received("got", here, count));
    }

    [Twin]
    public IEnumerator<Awaitable> PortUnreachableIsNoAffairOfWhoIsNotConnected()
    {
        using Socket taken = Nobody(out EndPoint remote);
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram here = opened.Result;
        here.SendTo(Bytes("anybody?"), remote);
        here.SendTo(Bytes("myself"), here.LocalEndPoint);
        yield return Await(Received("got", here));
    }

    [Twin]
    public IEnumerator<Awaitable> ADatagramThatIsTooLong()
    {
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram here = opened.Result;
        Func<string> count = Count();
        here.SendTo(new byte[65508], here.LocalEndPoint);
        yield return Await(Received("got", here, count));
        here.SendTo(new byte[65507], here.LocalEndPoint);
        yield return here.Receive().Into(out Awaitable<Datagram> received);
        Note(received.Result.Data.Length);
    }

    [Twin]
    public IEnumerator<Awaitable> AnotherAddressThanTheOneConnectedTo()
    {
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram other = opened.Result;
        yield return CreateDatagramEndpoint(_local, other.LocalEndPoint).Into(out opened);
        using CoDatagram here = opened.Result;
        try
        {
            here.SendTo(Bytes("x"), here.LocalEndPoint);
        }
        catch (ArgumentException error)
        {
            Note(Kind(error));
        }

        here.SendTo(Bytes("x"), other.LocalEndPoint);
    }

    [Twin]
    public IEnumerator<Awaitable> WhoMayBroadcastIsNotConnected()
    {
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram other = opened.Result;
        yield return CreateDatagramEndpoint(_local).Into(out opened);
        using CoDatagram stranger = opened.Result;
        yield return CreateDatagramEndpoint(_local, other.LocalEndPoint, new DatagramOptions { AllowBroadcast = true }).Into(out opened);
        using CoDatagram here = opened.Result;
        stranger.SendTo(Bytes("stranger"), here.LocalEndPoint);
        yield return Await(Received("got", here));
    }

    [Twin]
    public IEnumerator<Awaitable> Closing()
    {
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        CoDatagram here = opened.Result;
        Func<string> count = Count();
        here.Close();
        Note("closing", here.IsClosing);
        yield return here.Closed;
        Note("closed", count());
        here.Close();
    }

    [Twin]
    public IEnumerator<Awaitable> WhatIsQueuedIsSentBeforeTheEnd()
    {
        using var folder = new TemporaryFolder();
        var path = new UnixDomainSocketEndPoint(folder.File("socket"));
        using var peer = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        peer.Bind(path);
        peer.Blocking = false;
        yield return CreateDatagramEndpoint(remote: path).Into(out Awaitable<CoDatagram> opened);
        CoDatagram here = opened.Result;
        int sent = 0;
        while (here.WriteBufferSize == 0)
        {
            here.Send(Bytes($"{sent,5}"));
            sent++;
        }

        here.Send(Bytes($"{sent,5}"));
        here.Send(default);
        Note("queued", here.WriteBufferSize);
        here.Close();
        Note("closing", here.IsClosing);
        var arrived = new List<string>();
        byte[] room = new byte[100];
        while (arrived.Count < sent + 2)
        {
            int length = peer.Receive(room, SocketFlags.None, out SocketError error);
            if (error == SocketError.Success)
            {
                arrived.Add(System.Text.Encoding.UTF8.GetString(room, 0, length));
            }
            else
            {
                yield return Sleep(0);
            }
        }

        yield return here.Closed;
        Note("in order", arrived.SequenceEqual([.. Enumerable.Range(0, sent + 1).Select(number => $"{number,5}"), ""]));
    }

    [Twin]
    public IEnumerator<Awaitable> RecvfromAndSendto()
    {
        using var here = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var there = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        here.Bind(_local);
        there.Bind(_local);
        Func<string> count = Count();
        yield return SendTo(here, Bytes("hello"), there.LocalEndPoint!).Into(out Awaitable<int> sent);
        Note("sent", sent.Result, count());
        byte[] room = new byte[100];
        yield return ReceiveFrom(there, room).Into(out Awaitable<(int Count, EndPoint From)> received);
        Note(System.Text.Encoding.UTF8.GetString(room, 0, received.Result.Count), received.Result.From.Equals(here.LocalEndPoint), count());
        CoTask task = CreateTask(Answer());
        yield return ReceiveFrom(here, room).Into(out received);
        Note(received.Result.Count, received.Result.From.Equals(there.LocalEndPoint), count());
        yield return task;

        IEnumerator<Awaitable> Answer()
        {
            yield return SendTo(there, default, here.LocalEndPoint!).Into(out Awaitable<int> answered);
            Note("sent", answered.Result, count());
        }
    }

    [Twin]
    public IEnumerator<Awaitable> Sendfile()
    {
        using var folder = new TemporaryFolder();
        (Socket here, Socket there) = SocketPair();
        using Socket near = here;
        using Socket far = there;
        using var file = new FileStream(folder.File("file"), FileMode.Create, FileAccess.ReadWrite);
        file.Write("0123456789"u8);
        byte[] room = new byte[100];
        foreach ((long offset, long? count) in new (long, long?)[] { (0, null), (3, null), (2, 4), (8, 5), (10, null), (20, 1) })
        {
            file.Position = 1;
            yield return SendFile(near, file, offset, count).Into(out Awaitable<long> sent);
            string data = "nothing";
            if (sent.Result > 0)
            {
                yield return Receive(far, room).Into(out Awaitable<int> received);
                data = System.Text.Encoding.UTF8.GetString(room, 0, received.Result);
            }

            Note(sent.Result, data, "at", file.Position);
        }

        foreach ((long offset, long? count) in new (long, long?)[] { (-1, null), (0, 0), (0, -1) })
        {
            Note(Kind(Caught(() => _ = SendFile(near, file, offset, count))));
        }
    }
}
