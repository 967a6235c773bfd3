using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>What can go wrong with servers and connections, in virtual time: descriptors used up, addresses that fail, handlers that do not end.</summary>
public sealed class ServerFaultTests
{
    private readonly List<ExceptionContext> _reports = [];

    [TearDown]
    public void ForgetReports() => _reports.Clear();

    [TestCase(SocketError.TooManyOpenSockets)]
    [TestCase(SocketError.NoBufferSpaceAvailable)]
    [TestCase(SocketError.SocketError)]
    public void DescriptorsUsedUp_AcceptingPausesForASecond_AndSaysSoOnce(SocketError error)
    {
        Run(UsedUp(error));
        _reports.Count.ShouldBe(2);
        _reports.ShouldAllBe(static report => report.Message.EndsWith("for lack of descriptors or memory; it goes on in 1 s"));
    }

    private static IEnumerator<Awaitable> UsedUp(SocketError error)
    {
        var network = new FakeNetwork("10.0.0.1");
        yield return Await<CoServer>(Start(network, WaitForTheEnd)).Into(out Awaitable<CoServer> started);
        FakeListener listener = network.Listeners[0];
        listener.Knock(error, error, error, SocketError.Success);
        yield return Sleep(10);
        listener.Asked.Take(4).ShouldBe([0, 1, 2, 3]);
        started.Result.ConnectionCount.ShouldBe(1);

        // Somebody was accepted meanwhile, so it is said again.
        listener.Knock(error, SocketError.Success);
        yield return Sleep(10);
        started.Result.ConnectionCount.ShouldBe(2);
        yield return started.Result.Shutdown(1);
    }

    [Test]
    public void DescriptorsUsedUp_ThatAreEnoughForSomeOfThoseWhoWait_IsOneLackOfThem()
    {
        Run(EnoughForSome());
        _reports.Count.ShouldBe(1);
    }

    private static IEnumerator<Awaitable> EnoughForSome()
    {
        const SocketError None = SocketError.TooManyOpenSockets;
        var network = new FakeNetwork("10.0.0.1");
        yield return Await<CoServer>(Start(network, WaitForTheEnd)).Into(out Awaitable<CoServer> started);
        network.Listeners[0].Knock(None, SocketError.Success, None, SocketError.Success);
        yield return Sleep(10);
        network.Listeners[0].Asked.ShouldBe([0, 1, 1, 2, 2]);
        yield return started.Result.Shutdown(1);
    }

    [Test]
    public void DescriptorsUsedUp_WhoLeavesMeanwhile_DoesNotEndThePause_AndAClosedServerLeavesNone() => Run(LeavesMeanwhile());

    private static IEnumerator<Awaitable> LeavesMeanwhile()
    {
        const SocketError None = SocketError.TooManyOpenSockets;
        var network = new FakeNetwork("10.0.0.1");
        yield return Await<CoServer>(Start(network, WaitForTheEnd)).Into(out Awaitable<CoServer> started);
        FakeListener listener = network.Listeners[0];
        listener.Knock(SocketError.Success, None, None, SocketError.Success);
        yield return Sleep(0.5);
        listener.Peers[0].Close();
        yield return Sleep(0.25);
        started.Result.ConnectionCount.ShouldBe(0);
        yield return Sleep(10);
        listener.Asked.ShouldBe([0, 0, 1, 2, 2]);

        listener.Knock(None);
        yield return Sleep(0.5);
        started.Result.Close();
        Scheduler.Current.Waits.TimerCount.ShouldBe(0);
        started.Result.AbortClients();
        yield return started.Result.WaitClosed();
    }

    [Test]
    public void VisitorWhoIsGoneBeforeHeIsAccepted_CostsNothing()
    {
        Run(Gone());
        _reports.ShouldBeEmpty();
    }

    private static IEnumerator<Awaitable> Gone()
    {
        var network = new FakeNetwork("10.0.0.1");
        yield return Await<CoServer>(Start(network, WaitForTheEnd)).Into(out Awaitable<CoServer> started);
        network.Listeners[0].Knock(SocketError.ConnectionAborted, SocketError.Success);
        yield return Sleep(1);
        started.Result.ConnectionCount.ShouldBe(1);
        yield return started.Result.Shutdown(1);
    }

    [Test]
    public void HandlerThatMakesNoCoroutine_IsReported_AndCostsItsConnection()
    {
        Run(NoCoroutine());
        _reports.Count.ShouldBe(1);
        _reports[0].Message.ShouldBe("The handler of server on 10.0.0.1:7 failed with a stream at once");
        _reports[0].Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("The handler of server on 10.0.0.1:7 returned no coroutine.");
    }

    private static IEnumerator<Awaitable> NoCoroutine()
    {
        int visitors = 0;
        var network = new FakeNetwork("10.0.0.1");
        yield return Await<CoServer>(Start(network, stream => visitors++ == 0 ? null! : WaitForTheEnd(stream))).Into(out Awaitable<CoServer> started);
        FakeListener listener = network.Listeners[0];
        listener.Knock(SocketError.Success, SocketError.Success);
        yield return Sleep(1);
        yield return listener.Peers[0].ReadToEnd();
        listener.Peers[0].IsAtEof.ShouldBeTrue();
        started.Result.ConnectionCount.ShouldBe(1);
        yield return started.Result.Shutdown(1);
    }

    [Test]
    public void Server_OnSeveralAddresses_AcceptsAtEach() => Run(Several());

    private static IEnumerator<Awaitable> Several()
    {
        var network = new FakeNetwork("10.0.0.1", "10.0.0.2");
        yield return Await<CoServer>(Start(network, WaitForTheEnd)).Into(out Awaitable<CoServer> started);
        started.Result.EndPoints.Select(static address => address.ToString()).ShouldBe(["10.0.0.1:7", "10.0.0.2:7"]);
        started.Result.ToString().ShouldBe("server on 10.0.0.1:7, 10.0.0.2:7 (serving, 0 connections)");
        network.Listeners.ForEach(static listener => listener.Knock(SocketError.Success));
        yield return Sleep(1);
        started.Result.ConnectionCount.ShouldBe(2);
        yield return started.Result.Shutdown(1);
        network.Listeners.ShouldAllBe(static listener => listener.IsClosed);
    }

    [Test]
    public void Server_OneOfWhoseAddressesIsInUse_NamesIt_AndLeavesNoneOpen() => Run(OneInUse());

    private static IEnumerator<Awaitable> OneInUse()
    {
        var network = new FakeNetwork("10.0.0.1", "10.0.0.2")
        {
            Outcome = static address => address.ToString() == "10.0.0.2:7" ? SocketError.AddressAlreadyInUse : SocketError.Success,
        };
        yield return Settle(Await<CoServer>(Start(network, WaitForTheEnd)), out Outcome<CoServer> outcome);
        outcome.Exception.ShouldBeAssignableTo<SocketException>()!.Message.ShouldContain("10.0.0.2:7");
        network.Listeners.Count.ShouldBe(1);
        network.Listeners[0].IsClosed.ShouldBeTrue();
    }

    [TestCase(null)]
    [TestCase(0.25)]
    public void OpenConnection_WhereNoAddressAnswers_ListsWhatBecameOfEach(double? headStart) => Run(NoneAnswers(headStart));

    private static IEnumerator<Awaitable> NoneAnswers(double? headStart)
    {
        Scheduler.Current.Network = new FakeNetwork("10.0.0.1", "fd00::2", "10.0.0.3")
        {
            Outcome = static address => ((IPEndPoint)address).AddressFamily == AddressFamily.InterNetworkV6 ? SocketError.NetworkUnreachable : SocketError.ConnectionRefused,
        };
        var options = new ConnectionOptions { HappyEyeballsDelay = headStart is { } seconds ? (Duration)seconds : null };
        yield return Settle(OpenConnection("host", 7, options), out Outcome<CoStream> outcome);
        string message = outcome.Exception.ShouldBeAssignableTo<SocketException>()!.Message;
        message.ShouldContain("Connecting to 10.0.0.1:7 failed");
        message.ShouldContain("Connecting to [fd00::2]:7 failed");
        message.ShouldContain("Connecting to 10.0.0.3:7 failed");
    }

    [Test]
    public void OpenConnection_WhereTheSecondAddressAnswers_HasIt() => Run(SecondAnswers());

    private static IEnumerator<Awaitable> SecondAnswers()
    {
        Scheduler.Current.Network = new FakeNetwork("10.0.0.1", "10.0.0.2")
        {
            Outcome = static address => address.ToString() == "10.0.0.1:7" ? SocketError.ConnectionRefused : SocketError.Success,
        };
        yield return OpenConnection("host", 7).Into(out Awaitable<CoStream> opened);
        Scheduler.Current.Time.ShouldBe(2);
        opened.Result.Close();
    }

    [Test]
    public void Shutdown_LetsThoseEndWhoDo_CancelsTheOthers_AndAbortsWhoGoesOn() => Run(ShutDown());

    private static IEnumerator<Awaitable> ShutDown()
    {
        var ends = new List<string>();
        var network = new FakeNetwork("10.0.0.1");
        int visitors = 0;
        yield return Await<CoServer>(Start(network, _ => Handle())).Into(out Awaitable<CoServer> started);
        network.Listeners[0].Knock(SocketError.Success, SocketError.Success, SocketError.Success);
        yield return Sleep(1);
        yield return started.Result.Shutdown(10);
        ends.ShouldBe(["5: 0 done", "11: 1 cancelled", "11: 2 goes on"]);
        Scheduler.Current.Time.ShouldBe(21);
        started.Result.ConnectionCount.ShouldBe(0);
        network.Listeners[0].Peers.Count.ShouldBe(3);

        IEnumerator<Awaitable> Handle()
        {
            int number = visitors++;
            yield return Settle(Sleep(number == 0 ? 5 : 1000), out Outcome outcome, includeCancellation: true);
            ends.Add($"{Scheduler.Current.Time}: {number} {(outcome.IsSuccess ? "done" : number == 1 ? "cancelled" : "goes on")}");
            if (number == 2)
            {
                yield return Sleep(100);
            }
        }
    }

    [Test]
    public void Server_ThatIsNotClosed_IsReportedInDebugMode()
    {
        var options = new SchedulerOptions
        {
            Debug = true,
            SlowStepThreshold = 100,
            TimeProvider = new VirtualClock(),
            ExceptionHandler = _reports.Add,
        };
        Scheduler.Run(Start(new FakeNetwork("10.0.0.1"), WaitForTheEnd), options);
        _reports.Select(static report => report.Message).ShouldBe(["The server on 10.0.0.1:7 was never closed"]);
        _reports[0].CreationStack.ShouldNotBeNull().ShouldStartWith("   in Start > ");
    }

    private void Run(IEnumerator<Awaitable> main) =>
        Scheduler.Run(main, new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = _reports.Add });

    private static IEnumerator<Awaitable> Start(FakeNetwork network, Func<CoStream, IEnumerator<Awaitable>> handler)
    {
        Scheduler.Current.Network = network;
        yield return StartServer(handler, "host", 7).Into(out Awaitable<CoServer> started);
        yield return Return(started.Result);
    }

    private static IEnumerator<Awaitable> WaitForTheEnd(CoStream stream)
    {
        yield return stream.ReadToEnd();
    }
}
