using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Datagrams;

internal abstract partial class DatagramContract
{
    [Test]
    public void Conversation_OfTwo_WithTheAddressesOfBoth()
    {
        RunBetween(Talk);

        IEnumerator<Awaitable> Talk(CoDatagram server, CoDatagram client)
        {
            client.RemoteEndPoint.ShouldBe(server.LocalEndPoint);
            server.RemoteEndPoint.ShouldBeNull();

            _ = client.Send(Bytes("hello"));
            yield return server.Receive().Into(out var asked);
            TextOf(asked.Result).ShouldBe("hello");
            asked.Result.From.ShouldBe(client.LocalEndPoint);

            yield return server.SendTo(Bytes("HELLO"), asked.Result.From);
            yield return client.Receive().Into(out var answered);
            TextOf(answered.Result).ShouldBe("HELLO");
            answered.Result.From.ShouldBe(server.LocalEndPoint);
        }
    }

    [Test]
    public void EmptyDatagram_ArrivesAsOne()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(Loopback).Into(out var opened);
            using CoDatagram server = opened.Result;
            yield return CreateDatagramEndpoint().Into(out opened);
            using CoDatagram client = opened.Result;
            client.LocalEndPoint.ShouldBeOfType<IPEndPoint>().Port.ShouldBeGreaterThan(0);
            yield return client.SendTo(default, server.LocalEndPoint);
            yield return client.SendTo(Bytes("x"), server.LocalEndPoint);
            yield return server.Receive().Into(out var first);
            yield return server.Receive().Into(out var second);
            first.Result.Data.Length.ShouldBe(0);
            ((IPEndPoint)first.Result.From).Port.ShouldBe(((IPEndPoint)client.LocalEndPoint).Port);
            TextOf(second.Result).ShouldBe("x");
        }
    }

    [Test]
    public void Senders_AreToldApart_ThoughOneObjectMayStandForSeveralDatagrams()
    {
        const int Count = 20;
        RunBetween(Talk);

        IEnumerator<Awaitable> Talk(CoDatagram server, CoDatagram one)
        {
            yield return CreateDatagramEndpoint(remote: server.LocalEndPoint).Into(out var opened);
            using CoDatagram other = opened.Result;
            for (int i = 0; i < Count; i++)
            {
                CoDatagram sender = i % 3 == 0 ? one : other;
                yield return sender.Send(Bytes($"{i}"));
                yield return server.Receive().Into(out var received);
                TextOf(received.Result).ShouldBe($"{i}");
                received.Result.From.ShouldBe(sender.LocalEndPoint);

                // What somebody does with it is not the next one's affair.
                ((IPEndPoint)received.Result.From).Port = 1;
            }
        }
    }

    [Test]
    public void ConnectedEndpoint_ReceivesFromItsPeerOnly()
    {
        RunBetween(Talk);

        IEnumerator<Awaitable> Talk(CoDatagram server, CoDatagram client)
        {
            yield return CreateDatagramEndpoint(Loopback).Into(out var opened);
            using CoDatagram stranger = opened.Result;
            yield return stranger.SendTo(Bytes("stranger"), client.LocalEndPoint);
            yield return server.SendTo(Bytes("peer"), client.LocalEndPoint);
            yield return client.Receive().Into(out var received);
            TextOf(received.Result).ShouldBe("peer");
        }
    }

    [Test]
    public void LongestDatagram_Arrives_AndALongerOneIsAnErrorInOurWords()
    {
        const int Longest = 65507;
        RunBetween(Talk);

        IEnumerator<Awaitable> Talk(CoDatagram server, CoDatagram client)
        {
            byte[] data = new byte[Longest + 1];
            new Random(5).NextBytes(data);
            yield return Settle(client.Send(data), out Outcome sent);
            sent.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.MessageSize);
            sent.Exception!.Message.ShouldContain("UDP carries at most 65507 bytes in one");

            yield return client.Send(data.AsMemory(0, Longest));
            yield return server.Receive().Into(out var received);
            received.Result.Data.Span.SequenceEqual(data.AsSpan(0, Longest)).ShouldBeTrue();
        }
    }

    [Test]
    public void OverIPv6_ItIsTheSame()
    {
        if (!Socket.OSSupportsIPv6)
        {
            Assert.Ignore("There is no IPv6 here.");
        }

        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(CreateDatagramEndpoint(new IPEndPoint(IPAddress.IPv6Loopback, 0)), out Outcome<CoDatagram> opened);
            if (opened.Exception is SocketException none)
            {
                Assert.Ignore(none.Message);
            }

            using CoDatagram server = opened.Result;
            yield return CreateDatagramEndpoint(remote: server.LocalEndPoint).Into(out var created);
            using CoDatagram client = created.Result;
            yield return client.Send(Bytes("six"));
            yield return server.Receive().Into(out var received);
            TextOf(received.Result).ShouldBe("six");
            received.Result.From.ShouldBe(client.LocalEndPoint);
            yield return server.SendTo(received.Result.Data, received.Result.From);
            yield return client.Receive().Into(out received);
            TextOf(received.Result).ShouldBe("six");
        }
    }

    [Test]
    public void Names_AreLookedUp()
    {
        // A look-up runs on a thread, for which the virtual clock waits only while no timer is set.
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(Loopback).Into(out var opened);
            using CoDatagram server = opened.Result;
            int port = ((IPEndPoint)server.LocalEndPoint).Port;
            yield return CreateDatagramEndpoint(Loopback, new DnsEndPoint("localhost", port)).Into(out opened);
            using CoDatagram client = opened.Result;
            client.RemoteEndPoint.ShouldBe(server.LocalEndPoint);
            yield return client.Send(Bytes("by name"));
            yield return server.Receive().Into(out var received);
            TextOf(received.Result).ShouldBe("by name");

            yield return Settle(CreateDatagramEndpoint(remote: new DnsEndPoint("no.such.host.invalid", 1)), out Outcome<CoDatagram> unknown);
            unknown.Exception.ShouldBeAssignableTo<SocketException>()!.Message.ShouldContain("no.such.host.invalid");
        }
    }

    [Test]
    public void TenThousandEchoes_AllComeBack_AndSendingAllocatesNothing()
    {
        const int Count = 10_000;
        RunBetween(Talk);

        IEnumerator<Awaitable> Talk(CoDatagram server, CoDatagram client)
        {
            CoTask echoing = CreateTask(Echo(server));
            byte[] data = Bytes("0123456789");
            for (int i = 0; i < Count; i++)
            {
                data[i % 10]++;
                yield return client.Send(data);
                yield return client.Receive().Into(out var received);
                received.Result.Data.Span.SequenceEqual(data).ShouldBeTrue();
            }

            server.Close();
            yield return Settle(echoing, out Outcome ended);
            ended.Exception.ShouldBeOfType<ObjectDisposedException>();
        }
    }

    private static IEnumerator<Awaitable> Echo(CoDatagram endpoint)
    {
        while (true)
        {
            yield return endpoint.Receive().Into(out var received);
            yield return endpoint.SendTo(received.Result.Data, received.Result.From);
        }
    }
}
