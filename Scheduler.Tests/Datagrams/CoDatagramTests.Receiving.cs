using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Datagrams;

public sealed partial class CoDatagramTests
{
    [Test]
    public void Datagram_ThatHasArrived_CostsNoIteration()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        _rig.Run(Main());
        _rig.ShouldHaveLogged("a", "b", "c");

        IEnumerator<Awaitable> Main()
        {
            conduit.Arrive("a", "b", "c");
            yield return Sleep(1);
            long iteration = Scheduler.Current.Loop.Iteration;
            for (int i = 0; i < 3; i++)
            {
                yield return endpoint.Receive().Into(out var received);
                received.Result.From.ShouldBe(FakeConduit.There);
                _rig.Log(TextOf(received.Result));
            }

            Scheduler.Current.Loop.Iteration.ShouldBe(iteration);
        }
    }

    [Test]
    public void OneDatagram_IsReceivedInEachIteration()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        _rig.Run(Main());
        _rig.ShouldHaveLogged("2: a", "3: b", "4: c");

        IEnumerator<Awaitable> Main()
        {
            conduit.Arrive("a", "b", "c");
            long begun = Scheduler.Current.Loop.Iteration;
            for (int i = 0; i < 3; i++)
            {
                yield return endpoint.Receive().Into(out var received);
                _rig.Log($"{Scheduler.Current.Loop.Iteration - begun}: {TextOf(received.Result)}");
            }
        }
    }

    [Test]
    public void EmptyDatagram_IsADatagram()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        conduit.Arrive("", "next");
        _rig.Run(Receiving("got", endpoint, 2));
        _rig.ShouldHaveLogged("got: ", "got: next");
    }

    [Test]
    public void Receivers_AreServedInTheOrderInWhichTheyCame()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        CoTask[] tasks = [_rig.Start(Receiving("one", endpoint)), _rig.Start(Receiving("two", endpoint)), _rig.Start(Receiving("three", endpoint))];
        _rig.Iterate();
        conduit.Arrive("a", "b", "c");
        _rig.Run(AllOf(tasks));
        _rig.ShouldHaveLogged("one: a", "two: b", "three: c");
    }

    [Test]
    public void Receive_CancelledBeforeAnythingCame_LosesNothing()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        CoTask one = _rig.Start(Receiving("one", endpoint));
        CoTask two = _rig.Start(Receiving("two", endpoint));
        _rig.Iterate();
        one.Cancel();
        conduit.Arrive("a");
        _rig.Run(AllOf(one, two));
        _rig.ShouldHaveLogged("one: CancelledException", "two: a");
    }

    [Test]
    public void Receive_CancelledWhenItWasWoken_LeavesTheDatagramToTheNextOne()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        CoTask one = _rig.Start(Receiving("one", endpoint));
        CoTask two = _rig.Start(Receiving("two", endpoint));
        _rig.Iterate();
        conduit.Arrive("a");
        _rig.Scheduler.CallSoon(() => one.Cancel());
        _rig.Run(AllOf(one, two));
        _rig.ShouldHaveLogged("one: CancelledException", "two: a");
    }

    [Test]
    public void Receivers_AfterACallIsOver_HaveEachACallOfTheirOwn()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        conduit.Arrive("first");
        _rig.Run(Receiving("got", endpoint));
        CoTask[] tasks = [_rig.Start(Receiving("one", endpoint)), _rig.Start(Receiving("two", endpoint))];
        _rig.Iterate();
        conduit.Arrive("a", "b");
        _rig.Run(AllOf(tasks));
        _rig.ShouldHaveLogged("got: first", "one: a", "two: b");
    }

    // Who was woken finds that a newcomer was faster, and is cancelled: there is nothing to wake the next one for, who would lose its place.
    [Test]
    public void Receive_CancelledWhenNothingIsLeft_WakesNobody()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        CoTask one = _rig.Start(Receiving("one", endpoint));
        CoTask[] others = [_rig.Start(Receiving("two", endpoint)), _rig.Start(Receiving("three", endpoint))];
        _rig.Iterate();
        conduit.Arrive("a");
        _rig.Scheduler.CallSoon(() =>
        {
            endpoint.TryTake(out _).ShouldBeTrue();
            one.Cancel();
        });
        _rig.Iterate(3);
        conduit.Arrive("b", "c");
        _rig.Run(AllOf(others));
        _rig.ShouldHaveLogged("one: CancelledException", "two: b", "three: c");
    }

    [Test]
    public void Receive_GivenUpByATimeLimit_LosesNothing()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        _rig.Run(Main());
        _rig.ShouldHaveLogged("late: a");

        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 3; i++)
            {
                yield return Settle(WaitFor(endpoint.Receive(), 1), out Outcome<Datagram> nothing);
                nothing.Exception.ShouldBeOfType<TimeoutException>();
            }

            conduit.Arrive("a");
            yield return Await(Receiving("late", endpoint));
        }
    }

    [Test]
    public void Queue_ThatIsFull_DropsWhatArrives_AndCountsIt()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(new DatagramOptions { ReceiveQueueLimit = 2 });
        _rig.Run(Main());
        _rig.ShouldHaveLogged("got: a", "got: b", "got: e");

        IEnumerator<Awaitable> Main()
        {
            conduit.Arrive("a", "b", "c", "d");
            yield return Sleep(1);
            endpoint.DroppedCount.ShouldBe(2);
            yield return Await(Receiving("got", endpoint, 2));
            conduit.Arrive("e");
            yield return Await(Receiving("got", endpoint));
            endpoint.DroppedCount.ShouldBe(2);
        }
    }

    [Test]
    public void ErrorOfTheNetwork_ComesToReceive_BehindWhatHadArrived()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        _rig.Run(Main());
        _rig.ShouldHaveLogged("got: a", "got: NamedSocketException", "got: b");

        IEnumerator<Awaitable> Main()
        {
            conduit.Arrive("a");
            conduit.Fail(SocketError.ConnectionRefused);
            conduit.Arrive("b");
            yield return Sleep(1);
            yield return Await(Receiving("got", endpoint, 3));
        }
    }

    [Test]
    public void ErrorOfTheNetwork_WakesWhoWaits_AndSaysWhereNobodyListens()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            conduit.Fail(SocketError.ConnectionRefused);
            yield return Settle(endpoint.Receive(), out Outcome<Datagram> received);
            var error = received.Exception.ShouldBeAssignableTo<SocketException>();
            error!.SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
            error.Message.ShouldStartWith("Nobody listens for datagrams at 10.0.0.2:2: ");
        }
    }

    [Test]
    public void Errors_ThatNobodyHearsOf_AreNotGathered()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open(isConnected: true);
        _rig.Run(Main());
        _rig.ShouldHaveLogged("got: NamedSocketException", "got: a");

        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 100; i++)
            {
                conduit.NextError = SocketError.ConnectionRefused;
                _ = endpoint.Send(Bytes("x"));
            }

            conduit.Arrive("a");
            yield return Sleep(1);
            yield return Await(Receiving("got", endpoint, 2));
        }
    }

    [Test]
    public void Result_IsReadOnce_AndACallIsAwaitedOnce()
    {
        (CoDatagram endpoint, FakeConduit conduit) = Open();
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            conduit.Arrive("a", "b");
            Awaitable<Datagram> call = endpoint.Receive();
            Should.Throw<InvalidStateException>(() => call.Result);
            yield return call;
            yield return Settle(call, out Outcome<Datagram> second);
            second.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("Receive of datagram endpoint 10.0.0.1:1");
            TextOf(call.Result).ShouldBe("a");
        }
    }

    [Test]
    public void WhoWaits_IsInTheReports()
    {
        (CoDatagram endpoint, _) = Open();
        endpoint.Name = "dns";
        CoTask waiting = _rig.Start(Receiving("one", endpoint), "resolver");
        _rig.Iterate();
        _rig.Scheduler.FormatTasks().ShouldContain("waiting for a datagram at datagram endpoint 'dns'");
        waiting.Cancel();
        _rig.Iterate(2);
    }

    [Test]
    public void EmptyStruct_IsNoDatagram()
    {
        default(Datagram).ToString().ShouldBe("no datagram");
        Should.Throw<InvalidStateException>(() => default(Datagram).From);
        new Datagram(new byte[3], FakeConduit.There).ToString().ShouldBe("3 bytes from 10.0.0.2:2");
    }

    private static IEnumerator<Awaitable> AllOf(params CoTask[] tasks)
    {
        yield return Wait(tasks);
    }
}
