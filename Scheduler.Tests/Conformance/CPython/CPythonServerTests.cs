using System.Net;
using System.Net.Sockets;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>What CPython's tests of servers and connections test, and the twins do not.</summary>
public sealed class CPythonServerTests
{
    private readonly List<ExceptionContext> _reports = [];

    [SetUp]
    public void ForgetReports() => _reports.Clear();

    [Test]
    public void WaitClosed_WhereServerAndClientCloseInTheSameIteration_Ends() => Run(Race());

    private static IEnumerator<Awaitable> Race()
    {
        yield return StartServer(ReadToItsEnd, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        CoServer server = started.Result;
        yield return OpenConnection("127.0.0.1", PortOf(server)).Into(out Awaitable<CoStream> opened);
        Scheduler.Current.CallSoon(server.Close);
        Scheduler.Current.CallSoon(opened.Result.Close);
        yield return server.WaitClosed();
        server.ConnectionCount.ShouldBe(0);
    }

    [Test]
    [Platform("Linux")]
    public void UnixServer_WhosePathIsGone_ClosesAllTheSame() => Run(PathGone());

    private static IEnumerator<Awaitable> PathGone()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("socket");
        yield return StartUnixServer(ReadToItsEnd, path).Into(out Awaitable<CoServer> started);
        File.Delete(path);
        started.Result.Close();
        yield return started.Result.WaitClosed();
    }

    [Test]
    public void Server_OnNoHost_IsThereInBothFamilies() => Run(BothFamilies());

    private static IEnumerator<Awaitable> BothFamilies()
    {
        if (!Socket.OSSupportsIPv6 || !IsIPv6Usable())
        {
            Assert.Ignore("There is no IPv6 here.");
        }

        int port = FreePort();
        yield return StartServer(ReadToItsEnd, null, port).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        server.EndPoints.Count.ShouldBe(2);
        foreach (string host in new[] { "127.0.0.1", "::1" })
        {
            yield return OpenConnection(host, port).Into(out Awaitable<CoStream> opened);
            opened.Result.RemoteEndPoint.ShouldBe(new IPEndPoint(IPAddress.Parse(host), port));
            opened.Result.Close();
        }
    }

    [Test]
    [Platform("Linux")]
    public void Servers_ThatShareAPort_BothListen() => Run(SharedPort());

    private static IEnumerator<Awaitable> SharedPort()
    {
        var options = new ServerOptions { ReusePort = true };
        yield return StartServer(ReadToItsEnd, "127.0.0.1", 0, options).Into(out Awaitable<CoServer> first);
        using CoServer one = first.Result;
        yield return StartServer(ReadToItsEnd, "127.0.0.1", PortOf(one), options).Into(out Awaitable<CoServer> second);
        using CoServer other = second.Result;
        other.IsServing.ShouldBeTrue();
        yield return Settle(StartServer(ReadToItsEnd, "127.0.0.1", PortOf(one)), out Outcome<CoServer> third);
        third.Exception.ShouldBeAssignableTo<SocketException>()!.SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
    }

    [Test]
    public void Server_ThatFindsItsPortTakenWhenItBeginsToServe_IsNotServing()
    {
        using var scheduler = NewScheduler();
        scheduler.RunUntilComplete(TakenMeanwhile(scheduler));
    }

    private static IEnumerator<Awaitable> TakenMeanwhile(Scheduler scheduler)
    {
        var place = new FakeListener(scheduler) { ListenOutcomes = new([SocketError.AddressAlreadyInUse, SocketError.AddressAlreadyInUse]) };
        using var server = new CoServer(scheduler, ReadToItsEnd, [place], ServerOptions.Default);
        yield return Settle(server.StartServing(), out Outcome outcome);
        outcome.Exception.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
        server.IsServing.ShouldBeFalse();
        yield return Settle(server.ServeForever(), out outcome);
        outcome.Exception.ShouldBeOfType<SocketException>();
        yield return server.StartServing();
        server.IsServing.ShouldBeTrue();
        server.AbortClients();
        server.Close();
        yield return Settle(server.StartServing(), out outcome);
        outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("was closed");
    }

    [Test]
    public void Connection_FromAnAddressInUse_SaysSo() => Run(AddressInUse());

    private static IEnumerator<Awaitable> AddressInUse()
    {
        yield return StartServer(ReadToItsEnd, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        var options = new ConnectionOptions { LocalEndPoint = server.EndPoints[0] };
        yield return Settle(OpenConnection("127.0.0.1", PortOf(server), options), out Outcome<CoStream> outcome);
        SocketException error = outcome.Exception.ShouldBeAssignableTo<SocketException>()!;
        error.SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
        error.Message.ShouldContain(server.EndPoints[0].ToString()!);
    }

    [Test]
    public void Connection_FromAnAddressOfAnotherFamily_IsASocketException() => Run(OtherFamily());

    private static IEnumerator<Awaitable> OtherFamily()
    {
        yield return StartServer(ReadToItsEnd, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        var options = new ConnectionOptions { LocalEndPoint = new IPEndPoint(IPAddress.IPv6Loopback, 0) };
        yield return Settle(OpenConnection("127.0.0.1", PortOf(server), options), out Outcome<CoStream> outcome);
        outcome.Exception.ShouldBeAssignableTo<SocketException>()!.Message.ShouldContain("127.0.0.1");
    }

    [Test]
    public void Accept_ForLackOfDescriptors_IsReportedOnce_AndGoesOnAfterASecond()
    {
        using var scheduler = NewScheduler();
        var place = new FakeListener(scheduler);
        place.Knock(SocketError.TooManyOpenSockets, SocketError.TooManyOpenSockets, SocketError.Success);
        scheduler.RunUntilComplete(Accepting(place));
        scheduler.Time.ShouldBe(2);
        _reports.Count.ShouldBe(1);
        _reports[0].Message.ShouldContain("for lack of descriptors");
    }

    [Test]
    public void Accept_ThatFailsOtherwise_IsReported_AndTheServerGoesOn()
    {
        using var scheduler = NewScheduler();
        var place = new FakeListener(scheduler);
        place.Knock(SocketError.AccessDenied, SocketError.Success);
        scheduler.RunUntilComplete(Accepting(place));
        scheduler.Time.ShouldBe(0);
        _reports.Count.ShouldBe(1);
        _reports[0].Message.ShouldContain("could not accept a connection");
    }

    private static IEnumerator<Awaitable> Accepting(FakeListener place)
    {
        var server = new CoServer(Scheduler.Current, ReadToItsEnd, [place], ServerOptions.Default);
        yield return server.StartServing();
        while (server.ConnectionCount == 0)
        {
            yield return Sleep(place.IsWatched ? 0 : 0.5);
        }

        server.AbortClients();
        server.Close();
        yield return server.WaitClosed();
    }

    private void Run(IEnumerator<Awaitable> main) => Scheduler.Run(main);

    private Scheduler NewScheduler() => new(new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = _reports.Add });

    private static IEnumerator<Awaitable> ReadToItsEnd(CoStream stream)
    {
        yield return stream.ReadToEnd();
    }

    private static int PortOf(CoServer server) => ((IPEndPoint)server.EndPoints[0]).Port;

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private static bool IsIPv6Usable()
    {
        try
        {
            using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
