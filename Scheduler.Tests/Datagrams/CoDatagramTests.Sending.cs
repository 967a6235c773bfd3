using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Datagrams;

public sealed partial class CoDatagramTests
{
    [Test]
    public void Send_SendsAtTheCall_WhetherYieldedOrNot()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        _rig.Run(Main());
        conduit.Sent.ShouldBe(["a to 10.0.0.2:2", "b to 10.0.0.3:3", " to 10.0.0.2:2"]);

        IEnumerator<Awaitable> Main()
        {
            _ = endpoint.SendTo(Bytes("a"), FakeConduit.There);
            conduit.Sent.Count.ShouldBe(1);
            long iteration = Scheduler.Current.Loop.Iteration;
            yield return endpoint.SendTo(Bytes("b"), FakeConduit.Elsewhere);
            yield return endpoint.SendTo(default, FakeConduit.There);
            Scheduler.Current.Loop.Iteration.ShouldBe(iteration);
        }
    }

    [Test]
    public void Send_CanBeCombinedWithWhateverElseIsAwaited()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        _rig.Run(Main());
        conduit.Sent.ShouldBe(["a", "b", "c"]);

        IEnumerator<Awaitable> Main()
        {
            yield return WaitFor(endpoint.Send(Bytes("a")), 1);
            yield return Gather(endpoint.Send(Bytes("b")), endpoint.Send(Bytes("c")));
            conduit.NextError = SocketError.NetworkUnreachable;
            yield return Settle(WaitFor(endpoint.Send(Bytes("d")), 1), out Outcome sent);
            sent.Exception.ShouldBeAssignableTo<SocketException>();
            conduit.NextError = SocketError.NetworkUnreachable;
            yield return Settle(Gather(endpoint.Send(Bytes("d"))), out Outcome gathered);
            gathered.Exception.ShouldBeAssignableTo<SocketException>();
            endpoint.SetWriteBufferLimits(high: 0);
            conduit.Room = 0;
            yield return Settle(WaitFor(endpoint.Send(Bytes("e")), 1), out Outcome late);
            late.Exception.ShouldBeOfType<TimeoutException>();
        }
    }

    [Test]
    public void ConnectedEndpoint_SendsToItsPeer()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        _rig.Run(Main());
        conduit.Sent.ShouldBe(["a", "b"]);

        IEnumerator<Awaitable> Main()
        {
            yield return endpoint.Send(Bytes("a"));
            yield return endpoint.SendTo(Bytes("b"), new IPEndPoint(FakeConduit.There.Address, FakeConduit.There.Port));
        }
    }

    // asyncio's allow_broadcast: it has a remote address, and is not connected.
    [Test]
    public void EndpointForBroadcasts_SendsToItsAddress_AndReceivesFromAll()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(remote: FakeConduit.Elsewhere);
        _rig.Run(Main());
        conduit.Sent.ShouldBe(["a to 10.0.0.3:3"]);

        IEnumerator<Awaitable> Main()
        {
            yield return endpoint.Send(Bytes("a"));
            conduit.Arrive("b");
            yield return endpoint.Receive().Into(out var received);
            received.Result.From.ShouldBe(FakeConduit.There);
        }
    }

    [Test]
    public void WithoutRoom_DatagramsAreQueued_AndGoInOrder()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        conduit.Room = 1;
        _rig.Run(Main());
        conduit.Sent.ShouldBe(["a", "b", "", "c"]);

        IEnumerator<Awaitable> Main()
        {
            byte[] changing = Bytes("b");
            yield return endpoint.Send(Bytes("a"));
            yield return endpoint.Send(changing);
            changing[0] = (byte)'x';
            yield return endpoint.Send(default);
            yield return endpoint.Send(Bytes("c"));
            endpoint.WriteBufferSize.ShouldBe(1 + 0 + 1 + (3 * 8));
            conduit.Watched.ShouldBe(Interest.Both);
            conduit.MakeRoom();
            yield return Sleep(1);
            endpoint.WriteBufferSize.ShouldBe(0);
            conduit.Watched.ShouldBe(Interest.Read);
        }
    }

    [Test]
    public void AnAddressThatChanges_IsTheOneOfTheCall()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        conduit.Room = 0;
        var address = new IPEndPoint(FakeConduit.There.Address, 5);
        _ = endpoint.SendTo(Bytes("a"), address);
        address.Port = 6;
        conduit.MakeRoom();
        _rig.Iterate();
        conduit.Sent.ShouldBe(["a to 10.0.0.2:5"]);
    }

    [Test]
    public void YieldedSend_WaitsAboveTheHighMark_UntilTheLowOne()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        endpoint.SetWriteBufferLimits(high: 40, low: 10);
        conduit.Room = 0;
        _rig.Start(Sending("a", endpoint.Send(new byte[12])));
        _rig.Start(Sending("b", endpoint.Send(new byte[12])));
        _rig.Start(Sending("c", endpoint.Send(new byte[1])));
        _rig.Iterate();
        endpoint.WriteBufferSize.ShouldBe(49);
        _rig.ShouldHaveLogged();

        conduit.MakeRoom(2);
        _rig.Iterate(2);
        endpoint.WriteBufferSize.ShouldBe(9);
        _rig.ShouldHaveLogged("a: passed", "b: passed", "c: passed");
        conduit.MakeRoom();
        _rig.Iterate();
    }

    [Test]
    public void YieldedSend_StaysWhereItIs_WhileMoreThanTheLowMarkIsQueued()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        endpoint.SetWriteBufferLimits(high: 40, low: 10);
        conduit.Room = 0;
        _ = endpoint.Send(new byte[12]);
        _ = endpoint.Send(new byte[12]);
        CoTask sending = _rig.Start(Sending("c", endpoint.Send(new byte[12])));
        conduit.MakeRoom(2);
        _rig.Iterate(3);
        endpoint.WriteBufferSize.ShouldBe(20);
        _rig.ShouldHaveLogged();
        conduit.MakeRoom();
        _rig.Run(AllOf(sending));
        _rig.ShouldHaveLogged("c: passed");
    }

    [Test]
    public void Marks_AreInForceAtOnce()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        conduit.Room = 0;
        _ = endpoint.Send(new byte[92]);
        endpoint.IsWritingPaused.ShouldBeFalse();
        endpoint.SetWriteBufferLimits(high: 99, low: 0);
        CoTask sending = _rig.Start(Sending("b", endpoint.Send(default)));
        _rig.Iterate(2);
        _rig.ShouldHaveLogged();
        endpoint.SetWriteBufferLimits(low: 108);
        _rig.Run(AllOf(sending));
        _rig.ShouldHaveLogged("b: passed");
        endpoint.SetWriteBufferLimits();
        conduit.MakeRoom();
        _rig.Iterate();
    }

    [Test]
    public void CancelOfAYieldedSend_LeavesTheDatagramInTheQueue()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        endpoint.SetWriteBufferLimits(high: 0);
        conduit.Room = 0;
        CoTask sending = _rig.Start(Sending("a", endpoint.Send(Bytes("a"))));
        _rig.Iterate();
        sending.Cancel();
        conduit.MakeRoom();
        _rig.Iterate(2);
        _rig.ShouldHaveLogged("a: CancelledException");
        conduit.Sent.ShouldBe(["a"]);
    }

    [Test]
    public void WhereNobodySaysThatThereIsRoom_ItIsTriedAgainByTime()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(tellsOfRoom: false);
        conduit.Room = 0;
        _rig.Run(Main());
        conduit.Sent.ShouldBe(["a to 10.0.0.2:2", "b to 10.0.0.2:2"]);

        IEnumerator<Awaitable> Main()
        {
            _ = endpoint.SendTo(Bytes("a"), FakeConduit.There);
            _ = endpoint.SendTo(Bytes("b"), FakeConduit.There);
            conduit.Watched.ShouldBe(Interest.Read);
            yield return Sleep(0.0151);
            conduit.Sent.ShouldBeEmpty();
            conduit.Room = 2;
            yield return Sleep(0.005);
            Scheduler.Current.Time.ShouldBeLessThan(0.0202);
        }
    }

    [Test]
    public void OneWhoSendsOnAndOn_LetsOthersHaveTheirTurn()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        long atOnce = 0;
        _rig.Run(Main());
        atOnce.ShouldBe(64);

        IEnumerator<Awaitable> Main()
        {
            long iteration = Scheduler.Current.Loop.Iteration;
            for (int i = 0; i < 100; i++)
            {
                yield return endpoint.Send(Bytes("x"));
                if (Scheduler.Current.Loop.Iteration == iteration)
                {
                    atOnce = conduit.Sent.Count + 1;
                }
            }
        }
    }

    [Test]
    public void FailedSend_ThatIsYielded_ThrowsThere_AndNowhereElse()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        _rig.Run(Main());
        _rig.ShouldHaveLogged("sent: NamedSocketException", "got: a");

        IEnumerator<Awaitable> Main()
        {
            conduit.NextError = SocketError.NetworkUnreachable;
            yield return Await(Sending("sent", endpoint.Send(Bytes("x"))));
            conduit.Arrive("a");
            yield return Await(Receiving("got", endpoint));
        }
    }

    [Test]
    public void FailedSend_ThatIsYielded_WakesOneWhoReceivesForNothing()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        CoTask receiving = _rig.Start(Receiving("got", endpoint));
        _rig.Iterate();
        conduit.NextError = SocketError.NetworkUnreachable;
        _rig.Run(Main());
        _rig.Iterate();
        conduit.Arrive("a");
        _rig.Run(AllOf(receiving));
        _rig.ShouldHaveLogged("sent: NamedSocketException", "got: a");

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Sending("sent", endpoint.Send(Bytes("x"))));
        }
    }

    [Test]
    public void FailedSend_ThatIsNotYielded_ComesToReceive()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        _rig.Run(Main());
        _rig.ShouldHaveLogged("got: NamedSocketException", "got: a");

        IEnumerator<Awaitable> Main()
        {
            conduit.NextError = SocketError.NetworkUnreachable;
            _ = endpoint.Send(Bytes("x"));
            conduit.Arrive("a");
            yield return Await(Receiving("got", endpoint, 2));
        }
    }

    [Test]
    public void QueuedDatagram_ThatFails_ComesToReceive_AndTheOthersAreSent()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        conduit.Room = 0;
        _rig.Run(Main());
        _rig.ShouldHaveLogged("got: NamedSocketException");
        conduit.Sent.ShouldBe(["b"]);

        IEnumerator<Awaitable> Main()
        {
            _ = endpoint.Send(Bytes("a"));
            _ = endpoint.Send(Bytes("b"));
            conduit.NextError = SocketError.MessageSize;
            conduit.MakeRoom();
            yield return Await(Receiving("got", endpoint));
            yield return Sleep(1);
        }
    }

    [Test]
    public void TooLongDatagram_IsAnErrorThatSaysSo()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            conduit.NextError = SocketError.MessageSize;
            yield return Settle(endpoint.SendTo(new byte[70000], FakeConduit.There), out Outcome sent);
            var error = sent.Exception.ShouldBeAssignableTo<SocketException>();
            error!.SocketErrorCode.ShouldBe(SocketError.MessageSize);
            error.Message.ShouldBe(
                "A datagram of 70000 bytes to 10.0.0.2:2 is too long: UDP carries at most 65507 bytes in one, and less where the network does not let it be cut. "
                + "Send it in parts, or through a stream.");
        }
    }

    [Test]
    public void Arguments_ThatMakeNoSense_AreRefusedAtTheCall()
    {
        (CoDatagram endpoint, _) = Open();
        Should.Throw<ArgumentNullException>(() => _ = endpoint.SendTo(default, null!)).ParamName.ShouldBe("to");
        Should.Throw<ArgumentException>(() => _ = endpoint.SendTo(default, new DnsEndPoint("localhost", 1))).Message.ShouldContain("'localhost' is a name");
        Should.Throw<ArgumentException>(() => _ = endpoint.SendTo(default, new IPEndPoint(IPAddress.IPv6Loopback, 1))).Message.ShouldContain("families differ");
        Should.Throw<InvalidOperationException>(() => _ = endpoint.Send(default)).Message.ShouldContain("has no remote address");
        Should.Throw<ArgumentOutOfRangeException>(() => endpoint.SetWriteBufferLimits(high: 1, low: 2)).ParamName.ShouldBe("high");
        Should.Throw<ArgumentOutOfRangeException>(() => endpoint.SetWriteBufferLimits(low: -1)).ParamName.ShouldBe("low");
        Should.Throw<ArgumentOutOfRangeException>(() => new DatagramOptions { ReceiveQueueLimit = 0 });

        (CoDatagram connected, _) = Open(isConnected: true);
        Should.Throw<ArgumentException>(() => _ = connected.SendTo(default, FakeConduit.Elsewhere)).Message.ShouldContain("sends nowhere else");
        Should.Throw<ArgumentException>(() => CreateDatagramEndpoint(FakeConduit.Here, new IPEndPoint(IPAddress.IPv6Loopback, 1))).ParamName.ShouldBe("remote");
        Should.Throw<ArgumentException>(() => CreateDatagramEndpoint(new SocketPath(new UnixDomainSocketEndPoint("x")))).ParamName.ShouldBe("local");
    }

    [Test]
    public void Sending_AllocatesNothing()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        conduit.TakesNotes = false;
        byte[] data = new byte[10];
        long before = 0;
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 200; i++)
            {
                if (i == 100)
                {
                    before = GC.GetAllocatedBytesForCurrentThread();
                }

                yield return endpoint.Send(data);
                yield return null;
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        }
    }
}
