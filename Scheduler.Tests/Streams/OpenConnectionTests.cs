using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Connecting to a host of several addresses: which are tried, when, and what is said if none answers.</summary>
public sealed class OpenConnectionTests
{
    [Test]
    public void Addresses_AreTriedOneAfterTheOther_UntilOneAnswers()
    {
        var network = new ScriptedNetwork(
            ("10.0.0.1", 1, SocketError.ConnectionRefused), ("10.0.0.2", 2, null), ("10.0.0.3", 1, null));
        Open(network).RemoteEndPoint.ShouldBe(network.Address(1));
        network.Trace.ShouldBe(["0 10.0.0.1:80", "1 10.0.0.2:80"]);
        network.LeftOpen.ShouldBe(1);
    }

    [Test]
    public void NoAddressAnswers_TheErrorListsAll()
    {
        var network = new ScriptedNetwork(
            ("10.0.0.1", 1, SocketError.ConnectionRefused), ("fd00::2", 1, SocketError.NetworkUnreachable));
        SocketException error = Should.Throw<SocketException>(() => Open(network));
        error.Message.ShouldContain("10.0.0.1:80");
        error.Message.ShouldContain("[fd00::2]:80");
        network.LeftOpen.ShouldBe(0);
    }

    [Test]
    public void HeadStart_LetsTheNextAddressTry_TheFamiliesInTurn()
    {
        var network = new ScriptedNetwork(
            ("fd00::1", 100, SocketError.TimedOut), ("fd00::2", 100, SocketError.TimedOut), ("10.0.0.1", 5, null));
        Open(network, headStart: 0.25).RemoteEndPoint.ShouldBe(network.Address(2));
        network.Trace.ShouldBe(["0 [fd00::1]:80", "0.25 10.0.0.1:80", "0.5 [fd00::2]:80"]);
        network.LeftOpen.ShouldBe(1);
    }

    [Test]
    public void HeadStart_OfAnAddressThatIsRefused_IsNotWaitedFor()
    {
        var network = new ScriptedNetwork(("fd00::1", 0.1, SocketError.ConnectionRefused), ("10.0.0.1", 1, null));
        Open(network, headStart: 0.25).RemoteEndPoint.ShouldBe(network.Address(1));
        network.Trace.ShouldBe(["0 [fd00::1]:80", "0.1 10.0.0.1:80"]);
    }

    [Test]
    public void TimeLimit_EndsAllAttempts()
    {
        var network = new ScriptedNetwork(("10.0.0.1", 100, null), ("10.0.0.2", 100, null));
        Should.Throw<TimeoutException>(() => Open(network, headStart: 1, limit: 5));
        network.LeftOpen.ShouldBe(0);
        network.Time.ShouldBe(5);
    }

    [Test]
    public void Cancel_WhileTwoAreTried_LeavesNothingOpen()
    {
        var network = new ScriptedNetwork(("10.0.0.1", 100, null), ("10.0.0.2", 100, null));
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() }) { Network = network };
        scheduler.RunUntilComplete(CancellingAfter(3));
        network.OpenConduits.ShouldBe(0);
        network.Trace.Count.ShouldBe(2);
    }

    private static IEnumerator<Awaitable> CancellingAfter(double seconds)
    {
        CoTask<CoStream> open = CreateTask<CoStream>(Opening(new ConnectionOptions { HappyEyeballsDelay = 1 }));
        yield return Sleep(seconds);
        open.Cancel();
        yield return Settle(open, out Outcome outcome, includeCancellation: true);
        outcome.IsCancelled.ShouldBeTrue();
    }

    private static CoStream Open(ScriptedNetwork network, double? headStart = null, double limit = double.PositiveInfinity)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() }) { Network = network };
        var options = new ConnectionOptions { HappyEyeballsDelay = headStart is { } delay ? (Duration)delay : null, ConnectTimeout = limit };
        try
        {
            return scheduler.RunUntilComplete<CoStream>(Opening(options));
        }
        finally
        {
            network.LookAtTheEnd(scheduler.Time);
        }
    }

    private static IEnumerator<Awaitable> Opening(ConnectionOptions options)
    {
        yield return OpenConnection("host", 80, options).Into(out Awaitable<CoStream> opened);
        yield return Return(opened.Result);
    }
}
