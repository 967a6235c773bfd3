using static Coroutines.Awaitable;

namespace Coroutines.Tests.Datagrams;

public sealed partial class CoDatagramTests
{
    [Test]
    public void Close_EndsWhoReceives_AndTheConduit_InTheNextIteration()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        CoTask receiving = _rig.Start(Receiving("got", endpoint));
        CoTask closed = _rig.Start(Sending("closed", endpoint.Closed));
        _rig.Iterate();
        conduit.Arrive("a");
        endpoint.Close();
        (endpoint.IsClosing, conduit.IsClosed, conduit.Watched).ShouldBe((true, false, Interest.None));
        endpoint.ToString().ShouldBe("datagram endpoint 10.0.0.1:1 (closing)");
        _rig.Iterate();
        conduit.IsClosed.ShouldBeTrue();
        _rig.Run(AllOf(receiving, closed));
        _rig.ShouldHaveLogged("got: ObjectDisposedException", "closed: passed");
        endpoint.Dispose();
        endpoint.Abort();
        _rig.Iterate();
        _rig.Dispose();
        conduit.CloseCount.ShouldBe(1);
    }

    [Test]
    public void Closed_OfOneThatIsOver_CostsNoIteration()
    {
        (CoDatagram endpoint, _) = Open();
        endpoint.Close();
        _rig.Iterate();
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            long iteration = Scheduler.Current.Loop.Iteration;
            yield return endpoint.Closed;
            Scheduler.Current.Loop.Iteration.ShouldBe(iteration);
        }
    }

    [Test]
    public void Close_SendsWhatIsQueued_Before()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        conduit.Room = 0;
        _rig.Run(Main());
        conduit.Sent.ShouldBe(["a", "b"]);
        _rig.ShouldHaveLogged("got: ObjectDisposedException");

        IEnumerator<Awaitable> Main()
        {
            _ = endpoint.Send(Bytes("a"));
            _ = endpoint.Send(Bytes("b"));
            endpoint.Close();
            yield return Await(Receiving("got", endpoint));
            yield return Sleep(1);
            conduit.IsClosed.ShouldBeFalse();
            conduit.Watched.ShouldBe(Interest.Write);
            conduit.MakeRoom(1);
            yield return Sleep(1);
            conduit.IsClosed.ShouldBeFalse();
            conduit.MakeRoom();
            yield return endpoint.Closed;
            conduit.IsClosed.ShouldBeTrue();
        }
    }

    [Test]
    public void Abort_DropsWhatIsQueued_AndLetsTheSendersGo()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        endpoint.SetWriteBufferLimits(high: 0);
        conduit.Room = 0;
        CoTask sending = _rig.Start(Sending("sent", endpoint.Send(Bytes("a"))));
        _rig.Iterate();
        endpoint.Close();
        endpoint.Abort();
        endpoint.Abort();
        conduit.Watched.ShouldBe(Interest.None);
        _rig.Run(AllOf(sending));
        _rig.Iterate();
        conduit.CloseCount.ShouldBe(1);
        conduit.Sent.ShouldBeEmpty();
        conduit.IsClosed.ShouldBeTrue();
        endpoint.WriteBufferSize.ShouldBe(0);
        _rig.ShouldHaveLogged("sent: ObjectDisposedException");
    }

    [Test]
    public void AfterTheEnd_ReceiveAndSendSaySo_AndAnUnyieldedSendIsDropped()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        endpoint.Close();
        _ = endpoint.Send(Bytes("a"));
        _rig.Run(Main());
        conduit.Sent.ShouldBeEmpty();
        _rig.ShouldHaveLogged("sent: ObjectDisposedException", "got: ObjectDisposedException");

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Sending("sent", endpoint.Send(Bytes("b"))));
            yield return Await(Receiving("got", endpoint));
        }
    }

    [Test]
    public void EndpointLeftOpen_IsClosedWithTheScheduler_AndReportedInDebugMode()
    {
        using var debug = new Rig(debug: true);
        var conduit = new FakeConduit(debug.Scheduler);
        _ = new CoDatagram(debug.Scheduler, conduit, null, DatagramOptions.Default);
        debug.Dispose();
        conduit.IsClosed.ShouldBeTrue();
        ExceptionContext report = debug.Reports.ShouldHaveSingleItem();
        report.Message.ShouldBe("The datagram endpoint 10.0.0.1:1 was never closed");
        report.CreationStack.ShouldNotBeNull().ShouldContain(nameof(EndpointLeftOpen_IsClosedWithTheScheduler_AndReportedInDebugMode));
    }

    [Test]
    public void Abort_EndsWhoReceives()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        CoTask receiving = _rig.Start(Receiving("got", endpoint));
        _rig.Iterate();
        endpoint.Abort();
        endpoint.IsClosing.ShouldBeTrue();
        _rig.Run(AllOf(receiving));
        conduit.IsClosed.ShouldBeTrue();
        _rig.ShouldHaveLogged("got: ObjectDisposedException");
    }

    [Test]
    public void EndpointWhoseSchedulerHasEnded_IsClosed()
    {
        var rig = new Rig();
        var conduit = new FakeConduit(rig.Scheduler) { IsConnected = true, Room = 0 };
        var endpoint = new CoDatagram(rig.Scheduler, conduit, FakeConduit.There, DatagramOptions.Default);
        _ = endpoint.Send(Bytes("a"));
        rig.Dispose();
        (endpoint.IsClosing, endpoint.WriteBufferSize, conduit.IsClosed).ShouldBe((true, 0, true));
        endpoint.Close();
        endpoint.Abort();
        _ = endpoint.Send(Bytes("b"));
        conduit.Sent.ShouldBeEmpty();
        _rig.Run(AllOf(_rig.Start(Sending("over", endpoint.Closed))));
        _rig.ShouldHaveLogged("over: passed");
    }

    [Test]
    public void EndpointClosed_IsNotReported()
    {
        using var debug = new Rig(debug: true);
        var conduit = new FakeConduit(debug.Scheduler);
        new CoDatagram(debug.Scheduler, conduit, null, DatagramOptions.Default).Close();
        debug.Dispose();
        conduit.IsClosed.ShouldBeTrue();
        debug.Reports.ShouldBeEmpty();
    }
}
