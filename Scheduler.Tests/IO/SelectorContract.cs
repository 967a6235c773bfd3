using System.Diagnostics;
using System.Net.Sockets;

namespace Coroutines.Tests.IO;

// What every backend promises. The variants are at the end of the names: EpollSelectorTests and so on.
internal abstract partial class SelectorContract
{
    // An event that is on its way arrives long before this; only a lost one makes a test wait that long.
    private const double Patience = 10;

    private readonly List<IDisposable> _opened = [];
    private Selector _selector = null!;

    [SetUp]
    public void CreateSelector() => _selector = CreateBackend();

    [TearDown]
    public void CloseAll()
    {
        _selector.Dispose();
        _opened.ForEach(opened => opened.Dispose());
        _opened.Clear();
    }

    [Test]
    public void Reader_DataArrived_IsReady()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        pair.SendFromFar();

        Poll(Patience).ShouldBe([(pair.Registration, Interest.Read)]);
    }

    [Test]
    public void Reader_ConnectionWaitsToBeAccepted_IsReady()
    {
        Socket listener = Open(ConnectedPair.Listener());
        var registration = new Registration(listener);
        _selector.Watch(registration, Interest.Read);
        Poll(0).ShouldBeEmpty();
        Open(ConnectedPair.Tcp()).Connect(listener.LocalEndPoint!);

        Poll(Patience).ShouldBe([(registration, Interest.Read)]);
    }

    [Test]
    public void Writer_RoomToSend_IsReady()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Write);

        Poll(Patience).ShouldBe([(pair.Registration, Interest.Write)]);
    }

    [Test]
    public void Writer_BufferFull_IsReadyOnceThePeerHasRead()
    {
        ConnectedPair pair = Connect();
        pair.FillNear();
        _selector.Watch(pair.Registration, Interest.Write);
        Poll(0).ShouldBeEmpty();

        pair.DrainFar();

        Poll(Patience).ShouldBe([(pair.Registration, Interest.Write)]);
    }

    [Test]
    public void ReaderAndWriter_BothReady_AreOneEvent()
    {
        ConnectedPair pair = Connect();
        pair.SendFromFar();
        pair.Near.Poll(-1, SelectMode.SelectRead).ShouldBeTrue();
        _selector.Watch(pair.Registration, Interest.Both);

        Poll(Patience).ShouldBe([(pair.Registration, Interest.Both)]);
    }

    [Test]
    public void ReaderAndWriter_OneReady_OnlyThatIsReported()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Both);

        Poll(Patience).ShouldBe([(pair.Registration, Interest.Write)]);
    }

    [Test]
    public void Readiness_NotTakenAway_IsReportedAgain()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        pair.SendFromFar(2);
        Poll(Patience).Length.ShouldBe(1);

        pair.Near.Receive(new byte[1]).ShouldBe(1);
        Poll(Patience).Length.ShouldBe(1);

        pair.Near.Receive(new byte[1]).ShouldBe(1);
        Poll(0).ShouldBeEmpty();
    }

    [Test]
    public void Watch_InterestChanged_TheNewOneCounts()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        Poll(0).ShouldBeEmpty();

        _selector.Watch(pair.Registration, Interest.Write);
        pair.Registration.Interest.ShouldBe(Interest.Write);
        Poll(Patience).ShouldBe([(pair.Registration, Interest.Write)]);

        _selector.Watch(pair.Registration, Interest.Read);
        Poll(0).ShouldBeEmpty();
    }

    [Test]
    public void Watch_None_EndsTheReports()
    {
        ConnectedPair pair = Connect();
        pair.SendFromFar();
        _selector.Watch(pair.Registration, Interest.Both);
        Poll(Patience).Length.ShouldBe(1);

        _selector.Watch(pair.Registration, Interest.None);

        Poll(0).ShouldBeEmpty();
        pair.Registration.Interest.ShouldBe(Interest.None);
        pair.Registration.IsOrphaned.ShouldBeFalse();
    }

    [Test]
    public void Watch_NoneThenAgain_ReportsAgain()
    {
        ConnectedPair pair = Connect();
        pair.SendFromFar();
        for (int round = 0; round < 3; round++)
        {
            _selector.Watch(pair.Registration, Interest.Read);
            Poll(Patience).Length.ShouldBe(1);
            _selector.Watch(pair.Registration, Interest.None);
            _selector.Watch(pair.Registration, Interest.None);
            Poll(0).ShouldBeEmpty();
        }
    }

    [Test]
    public void Watch_RegisteredWithAnotherSelector_IsRefused()
    {
        using Selector other = CreateBackend();
        ConnectedPair pair = Connect();
        other.Watch(pair.Registration, Interest.Read);

        Should.Throw<InvalidOperationException>(() => _selector.Watch(pair.Registration, Interest.Read));
        Should.Throw<InvalidOperationException>(() => _selector.Watch(pair.Registration, Interest.None));
    }

    [Test]
    public void Reader_PeerClosed_IsReady()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        pair.Far.Dispose();

        Poll(Patience).ShouldBe([(pair.Registration, Interest.Read)]);
        pair.Near.Receive(new byte[1]).ShouldBe(0);
    }

    [TestCase(Interest.Read)]
    [TestCase(Interest.Write)]
    [TestCase(Interest.Both)]
    public void PeerReset_WhateverWasWatched_IsReady(object watched)
    {
        ConnectedPair pair = Connect();
        pair.FillNear();
        _selector.Watch(pair.Registration, (Interest)watched);
        pair.Far.LingerState = new LingerOption(true, 0);
        pair.Far.Dispose();

        Poll(Patience).ShouldBe([(pair.Registration, (Interest)watched)]);
    }

    [Test]
    public void Connect_Accepted_IsWritable()
    {
        Socket listener = Open(ConnectedPair.Listener());
        Socket client = StartConnect(listener);
        var registration = new Registration(client);
        _selector.Watch(registration, Interest.Write);

        Poll(Patience).ShouldBe([(registration, Interest.Write)]);
        ErrorOf(client).ShouldBe(SocketError.Success);
    }

    [Test]
    public void Connect_Refused_IsReportedAndTheSocketHoldsTheError()
    {
        Socket nobody = Open(ConnectedPair.Refusing(SocketType.Stream, ProtocolType.Tcp));
        Socket client = StartConnect(nobody);
        var registration = new Registration(client);
        _selector.Watch(registration, Interest.Write);

        Poll(Patience).ShouldBe([(registration, Interest.Write)]);
        ErrorOf(client).ShouldBe(SocketError.ConnectionRefused);
    }

    // The kernel says "error" here and neither readable nor writable: whoever waits must hear of it all the same.
    [TestCase(Interest.Read)]
    [TestCase(Interest.Both)]
    public void Error_WithoutReadiness_CountsAsReadyForAllThatIsWatched(object watched)
    {
        Socket nobody = Open(ConnectedPair.Refusing(SocketType.Dgram, ProtocolType.Udp));
        Socket client = Open(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        client.Connect(nobody.LocalEndPoint!);
        nobody.Dispose();
        client.Blocking = false;
        client.Send(new byte[1]);
        client.Poll(1_000_000, SelectMode.SelectError);
        var registration = new Registration(client);
        _selector.Watch(registration, (Interest)watched);

        Poll(Patience).ShouldBe([(registration, (Interest)watched)]);
        ErrorOf(client).ShouldBe(SocketError.ConnectionRefused);
    }

    internal abstract Selector CreateBackend();

    private ConnectedPair Connect() => Open(new ConnectedPair());

    private T Open<T>(T opened)
        where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }

    private (Registration Registration, Interest Ready)[] Poll(double seconds)
    {
        var batch = new List<(Registration, Interest)>();
        foreach (ReadyEvent entry in _selector.Poll(seconds))
        {
            batch.Add((entry.Registration, entry.Ready));
        }

        return [.. batch];
    }

    private double PollTimed(double seconds, out (Registration Registration, Interest Ready)[] batch)
    {
        var watch = Stopwatch.StartNew();
        batch = Poll(seconds);
        return watch.Elapsed.TotalSeconds;
    }

    private Socket StartConnect(Socket target)
    {
        Socket client = Open(ConnectedPair.Tcp());
        client.Blocking = false;
        SocketException pending = Should.Throw<SocketException>(() => client.Connect(target.LocalEndPoint!));
        pending.SocketErrorCode.ShouldBeOneOf(SocketError.WouldBlock, SocketError.InProgress);
        return client;
    }

    private static SocketError ErrorOf(Socket socket) =>
        (SocketError)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
}
