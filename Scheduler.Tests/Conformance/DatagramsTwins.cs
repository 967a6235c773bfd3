using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Datagrams: order, errors, the end; the operations on sockets. Rule 53.</summary>
[Platform("Linux")]
public sealed partial class DatagramsTwins : NotedTwins<DatagramsTwins>
{
    private static readonly IPEndPoint _local = new(IPAddress.Loopback, 0);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string TextOf(Datagram datagram) => Encoding.UTF8.GetString(datagram.Data.Span);

    /// <summary>How many iterations have passed since it was made.</summary>
    private static Func<string> Count()
    {
        Scheduler loop = Loop;
        long begun = loop.Loop.Iteration;
        return () => $"{loop.Loop.Iteration - begun}";
    }

    private IEnumerator<Awaitable> Received(string name, CoDatagram endpoint, Func<string>? count = null)
    {
        yield return Settle(endpoint.Receive(), out Outcome<Datagram> received);
        string text = received.IsSuccess ? TextOf(received.Result) : Kind(received.Exception);
        Note([name, text.Length > 0 ? text : "nothing", .. count is null ? [] : new object[] { count() }]);
    }

    private static Socket Nobody(out EndPoint address)
    {
        var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(_local);
        address = taken.LocalEndPoint!;
        return taken;
    }

    [Twin]
    public IEnumerator<Awaitable> AConversation()
    {
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram here = opened.Result;
        yield return CreateDatagramEndpoint(remote: here.LocalEndPoint).Into(out opened);
        using CoDatagram there = opened.Result;
        there.Send(Bytes("hello"));
        yield return here.Receive().Into(out Awaitable<Datagram> received);
        Note(TextOf(received.Result), received.Result.From.Equals(there.LocalEndPoint));
        here.SendTo(Bytes("HELLO"), received.Result.From);
        yield return there.Receive().Into(out received);
        Note(TextOf(received.Result), received.Result.From.Equals(here.LocalEndPoint));
    }

    [Twin]
    public IEnumerator<Awaitable> OneInEachIteration()
    {
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram here = opened.Result;
        Func<string> count = Count();
        foreach (string text in new[] { "a", "b", "c" })
        {
            here.SendTo(Bytes(text), here.LocalEndPoint);
        }

        for (int i = 0; i < 3; i++)
        {
            yield return Await(Received("got", here, count));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> WhatHasArrivedCostsNone()
    {
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram here = opened.Result;
        foreach (string text in new[] { "a", "b", "c" })
        {
            here.SendTo(Bytes(text), here.LocalEndPoint);
        }

        yield return Await(Pause(6));
        Func<string> count = Count();
        for (int i = 0; i < 3; i++)
        {
            yield return Await(Received("got", here, count));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> AnEmptyDatagram()
    {
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram here = opened.Result;
        here.SendTo(default, here.LocalEndPoint);
        here.SendTo(Bytes("x"), here.LocalEndPoint);
        yield return Await(Received("got", here));
        yield return Await(Received("got", here));
    }

    [Twin]
    public IEnumerator<Awaitable> ReceiversInTurn()
    {
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram here = opened.Result;
        CoTask[] tasks = [.. new[] { "one", "two", "three" }.Select(name => CreateTask(Received(name, here)))];
        yield return Await(Pause());
        foreach (string text in new[] { "a", "b", "c" })
        {
            here.SendTo(Bytes(text), here.LocalEndPoint);
        }

        foreach (CoTask task in tasks)
        {
            yield return task;
        }
    }

    [Twin]
    public IEnumerator<Awaitable> ACancelledReceiveLosesNothing()
    {
        yield return CreateDatagramEndpoint(_local).Into(out Awaitable<CoDatagram> opened);
        using CoDatagram here = opened.Result;
        CoTask[] tasks = [.. new[] { "one", "two" }.Select(name => CreateTask(Received(name, here)))];
        yield return Await(Pause());
        here.SendTo(Bytes("a"), here.LocalEndPoint);
        yield return Await(Pause());
        tasks[0].Cancel();
        yield return tasks[1];
    }
}
