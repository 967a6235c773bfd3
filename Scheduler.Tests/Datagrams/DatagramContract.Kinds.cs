using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Datagrams;

internal abstract partial class DatagramContract
{
    private static readonly IPAddress _broadcastOfLoopback = IPAddress.Parse("127.255.255.255");
    private static readonly IPAddress _group = IPAddress.Parse("239.255.41.53");

    [Test]
    [Platform("Linux")]
    public void Broadcast_ArrivesAtAll_AndTheirAnswersComeBack()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Any, 0)).Into(out var opened);
            using CoDatagram server = opened.Result;
            var all = new IPEndPoint(_broadcastOfLoopback, ((IPEndPoint)server.LocalEndPoint).Port);
            yield return CreateDatagramEndpoint(Loopback, all, new DatagramOptions { AllowBroadcast = true }).Into(out opened);
            using CoDatagram client = opened.Result;
            yield return client.Send(Bytes("who is there?"));
            yield return server.Receive().Into(out var asked);
            yield return server.SendTo(Bytes("I am"), asked.Result.From);
            yield return client.Receive().Into(out var answered);
            TextOf(answered.Result).ShouldBe("I am");
            answered.Result.From.ShouldNotBe(all);
        }
    }

    [Test]
    [Platform("Linux")]
    public void Broadcast_ThatIsNotAllowed_IsRefusedByTheSystem()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint().Into(out var opened);
            using CoDatagram client = opened.Result;
            yield return Settle(client.SendTo(Bytes("all"), new IPEndPoint(_broadcastOfLoopback, 9)), out Outcome sent);
            sent.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.AccessDenied);
        }
    }

    [Test]
    [Platform("Linux")]
    public void Multicast_ArrivesAtTheGroup_ByTheOptionsOfTheSocket()
    {
        if (!NetworkInterface.GetAllNetworkInterfaces().Any(card => card.NetworkInterfaceType == NetworkInterfaceType.Loopback))
        {
            Assert.Ignore("There is no loopback here.");
        }

        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(new IPEndPoint(IPAddress.Any, 0)).Into(out var opened);
            using CoDatagram member = opened.Result;
            member.Socket!.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(_group, IPAddress.Loopback));
            yield return CreateDatagramEndpoint(Loopback).Into(out opened);
            using CoDatagram sender = opened.Result;
            sender.Socket!.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, IPAddress.Loopback.GetAddressBytes());
            yield return sender.SendTo(Bytes("to all members"), new IPEndPoint(_group, ((IPEndPoint)member.LocalEndPoint).Port));
            yield return member.Receive().Into(out var received);
            TextOf(received.Result).ShouldBe("to all members");
            received.Result.From.ShouldBe(sender.LocalEndPoint);
        }
    }

    [Test]
    [Platform("Linux")]
    public void Port_IsSharedByThoseWhoAllowIt()
    {
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var shared = new DatagramOptions { ReusePort = true };
            yield return CreateDatagramEndpoint(Loopback, options: shared).Into(out var opened);
            using CoDatagram one = opened.Result;
            yield return CreateDatagramEndpoint(one.LocalEndPoint, options: shared).Into(out opened);
            using CoDatagram other = opened.Result;
            other.LocalEndPoint.ShouldBe(one.LocalEndPoint);
        }
    }

    [Test]
    [Platform("Linux, MacOsX")]
    public void UnixDatagrams_GoBothWays_AndTheirPathsAreRemoved()
    {
        using var folder = new TemporaryFolder();
        var server = new UnixDomainSocketEndPoint(folder.File("server"));
        var client = new UnixDomainSocketEndPoint(folder.File("client"));
        Run(Main());
        File.Exists(server.ToString()).ShouldBeFalse();
        File.Exists(client.ToString()).ShouldBeFalse();

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(server).Into(out var opened);
            using CoDatagram near = opened.Result;
            yield return CreateDatagramEndpoint(client, server).Into(out opened);
            using CoDatagram far = opened.Result;
            yield return far.Send(Bytes("hello"));
            yield return near.Receive().Into(out var asked);
            asked.Result.From.ToString().ShouldBe(client.ToString());
            yield return near.SendTo(Bytes("HELLO"), asked.Result.From);
            yield return far.Receive().Into(out var answered);
            TextOf(answered.Result).ShouldBe("HELLO");
            answered.Result.From.ToString().ShouldBe(server.ToString());
        }
    }

    [Test]
    [Platform("Linux, MacOsX")]
    public void UnixSocket_ThatWasLeftBehind_IsReplaced_AndOneThatReplacedOursIsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        var path = new UnixDomainSocketEndPoint(folder.File("socket"));
        Run(Main());
        File.Exists(path.ToString()).ShouldBeFalse();

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(path).Into(out var opened);
            CoDatagram old = opened.Result;
            yield return CreateDatagramEndpoint(path).Into(out opened);
            using CoDatagram young = opened.Result;
            old.Close();
            yield return old.Closed;
            File.Exists(path.ToString()).ShouldBeTrue();
        }
    }

    [Test]
    [Platform("Linux, MacOsX")]
    public void UnixSender_WithoutAPath_HasNoAddressToAnswerTo()
    {
        using var folder = new TemporaryFolder();
        var path = new UnixDomainSocketEndPoint(folder.File("socket"));
        RunBetween(Talk, path);

        IEnumerator<Awaitable> Talk(CoDatagram server, CoDatagram client)
        {
            yield return client.Send(Bytes("hello"));
            yield return server.Receive().Into(out var received);
            received.Result.From.ToString().ShouldBe("");
            yield return Settle(server.SendTo(Bytes("who?"), received.Result.From), out Outcome sent);
            sent.Exception.ShouldNotBeNull();
        }
    }

    // A Unix domain socket keeps so many datagrams for one who does not receive, and then its senders have to wait.
    [TestCase(true)]
    [TestCase(false)]
    [Platform("Linux")]
    public void UnixPeer_ThatDoesNotReceive_HoldsTheSenderBack(bool isConnected)
    {
        const int Count = 200;
        using var folder = new TemporaryFolder();
        var path = new UnixDomainSocketEndPoint(folder.File("socket"));
        using var peer = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        peer.Bind(path);
        Run(Main(), TimeProvider.System);

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(new UnixDomainSocketEndPoint(folder.File("here")), isConnected ? path : null).Into(out var opened);
            using CoDatagram sender = opened.Result;
            sender.SetWriteBufferLimits(high: 100);
            int sent = 0;
            CoTask sending = CreateTask(Sending());
            yield return WaitUntil(() => sender.IsWritingPaused);
            sent.ShouldBeLessThan(Count);
            byte[] room = new byte[100];
            for (int i = 0; i < Count; i++)
            {
                while (peer.Available == 0 && !peer.Poll(0, SelectMode.SelectRead))
                {
                    yield return Sleep(0.001);
                }

                int length = peer.Receive(room);
                BitConverter.ToInt32(room).ShouldBe(i);
                length.ShouldBe(4);
            }

            yield return sending;
            sender.WriteBufferSize.ShouldBe(0);

            IEnumerator<Awaitable> Sending()
            {
                for (; sent < Count; sent++)
                {
                    byte[] number = BitConverter.GetBytes(sent);
                    yield return isConnected ? sender.Send(number) : sender.SendTo(number, path);
                }
            }
        }
    }

    [Test]
    [Platform("Linux")]
    public void UnixDatagram_BeyondWhatTheSocketTakes_IsAnErrorInOurWords()
    {
        using var folder = new TemporaryFolder();
        var path = new UnixDomainSocketEndPoint(folder.File("socket"));
        RunBetween(Talk, path);

        IEnumerator<Awaitable> Talk(CoDatagram server, CoDatagram client)
        {
            // More than a datagram of UDP.
            yield return client.Send(new byte[100_000]);
            yield return server.Receive().Into(out var received);
            received.Result.Data.Length.ShouldBe(100_000);

            yield return Settle(client.Send(new byte[100_000_000]), out Outcome sent);
            sent.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.MessageSize);
            sent.Exception!.Message.ShouldContain("the socket's SendBufferSize is the limit");
        }
    }
}
