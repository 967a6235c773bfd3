using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.LivePages;

/// <summary>Who is served a page, and what with; and how that begins and ends.</summary>
[Category("RealTime")]
public sealed class DashboardServerTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private Scheduler _scheduler = null!;
    private Dashboard _dashboard = null!;
    private Visitor _visitor = null!;

    [SetUp]
    public void SetUp()
    {
        _scheduler = new Scheduler(new SchedulerOptions { Name = "game" });
        _dashboard = _scheduler.ServeDashboard();
        _visitor = new Visitor(_dashboard);
    }

    [TearDown]
    public void TearDown()
    {
        _visitor.Dispose();
        _dashboard.Dispose();
        _scheduler.Dispose();
    }

    [Test]
    public void Page_IsShownToWhoKnowsTheToken()
    {
        (HttpStatusCode status, string page) = _visitor.Get("/");
        status.ShouldBe(HttpStatusCode.OK);
        page.ShouldStartWith("<!doctype html>");
        page.ShouldEndWith("</html>\n");
        page.ShouldNotContain("http://");
        page.ShouldNotContain("https://");
        _dashboard.Address.ToString().ShouldMatch(@"^http://127\.0\.0\.1:\d+/\?token=[0-9a-f]{32}$");
        _dashboard.ToString().ShouldBe($"dashboard of scheduler 'game' at http://127.0.0.1:{_dashboard.Address.Port}/");
    }

    [TestCase("/", "")]
    [TestCase("/state", "token=")]
    [TestCase("/state", "token=00000000000000000000000000000000")]
    [TestCase("/record", "tokens=1")]
    [TestCase("/nothing", "")]
    public void Token_ThatIsWrong_IsRefused_WithWhereToFindIt(string path, string token)
    {
        (HttpStatusCode status, string text) = _visitor.Get(path, token);
        status.ShouldBe(HttpStatusCode.Forbidden);
        text.ShouldContain("The whole address is Dashboard.Address");
        _dashboard.IsLookedAt.ShouldBeFalse();
    }

    [Test]
    public void Host_ThatIsAnotherSites_IsRefused_EvenWithTheToken()
    {
        (HttpStatusCode status, string text) = _visitor.Get("/state", host: "evil.example:80");
        status.ShouldBe(HttpStatusCode.Forbidden);
        text.ShouldContain("for this machine alone");
        _visitor.Get("/state", host: "localhost:1").Status.ShouldBe(HttpStatusCode.OK);
        _visitor.Get("/state", host: "[::1]").Status.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public void Path_ThatIsNone_IsNotFound() => _visitor.Get("/nothing").Status.ShouldBe(HttpStatusCode.NotFound);

    [TestCase("POST")]
    [TestCase("HEAD")]
    [TestCase("DELETE")]
    public void Method_OtherThanGet_IsRefused(string method)
    {
        string answer = _visitor.Request(method);
        answer.ShouldStartWith("HTTP/1.1 405 Method Not Allowed\r\n");
        answer.ShouldContain("\r\nAllow: GET\r\n");
    }

    [TestCase("nonsense\r\n\r\n")]
    [TestCase("GET / HTTP/2.0\r\n\r\n")]
    [TestCase("GET http://127.0.0.1/ HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost : a\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nno header\r\n\r\n")]
    [TestCase("GET / HT")]
    [TestCase("\0\0\0\0\r\n\r\n")]
    public void Request_ThatIsNone_IsRefused_AndOthersAreServed(string request)
    {
        _visitor.Send(request).ShouldStartWith("HTTP/1.1 400 Bad Request\r\n");
        _visitor.Get("/").Status.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public void Request_ThatIsTooLong_IsRefused() =>
        _visitor.Send($"GET / HTTP/1.1\r\nHost: {new string('a', 9000)}\r\n\r\n").ShouldStartWith("HTTP/1.1 431 ");

    [Test]
    public void Connection_ThatSaysNothing_IsNoHarm()
    {
        _visitor.Send(string.Empty).ShouldBeEmpty();
        using var silent = new TcpClient(_dashboard.Address.Host, _dashboard.Address.Port);
        _visitor.Get("/").Status.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public void OldClient_IsServed_AndHungUpOn() => _visitor.Request(version: "HTTP/1.0", headers: "").ShouldContain("\r\nConnection: close\r\n");

    [Test]
    public void Answers_MayNotBeKeptNorShownElsewhere()
    {
        string answer = _visitor.Request();
        answer.ShouldContain("\r\nCache-Control: no-store\r\n");
        answer.ShouldContain("default-src 'none'");
        answer.ShouldContain("frame-ancestors 'none'");
        answer.ShouldContain("\r\nReferrer-Policy: no-referrer\r\n");
    }

    [TestCase("0")]
    [TestCase("61")]
    [TestCase("-1")]
    [TestCase("NaN")]
    [TestCase("long")]
    public void Recording_OfAnImpossibleLength_IsRefused(string seconds) => _visitor.Get($"/record?seconds={seconds}").Status.ShouldBe(HttpStatusCode.BadRequest);

    [Test]
    public void Recording_OfASchedulerThatIsNotRun_IsGivenUp()
    {
        (HttpStatusCode status, string text) = _visitor.Get("/record?seconds=0.1");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        text.ShouldContain("it is not run");
        _scheduler.Tick(0.1);
        _scheduler.Loop.StepObserver.ShouldBeNull();
    }

    [Test]
    public void TwoDashboards_HaveAPortAndATokenEach()
    {
        using Dashboard other = _scheduler.ServeDashboard(options: new DashboardOptions { Token = "let-me_in" });
        using var visitor = new Visitor(other);
        other.Address.Port.ShouldNotBe(_dashboard.Address.Port);
        other.Address.Query.ShouldBe("?token=let-me_in");
        visitor.Get("/").Status.ShouldBe(HttpStatusCode.OK);
        visitor.Get("/", _dashboard.Address.Query[1..]).Status.ShouldBe(HttpStatusCode.Forbidden);
        other.Dispose();
        _visitor.Get("/").Status.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public void Dispose_GivesThePortBack_AndMayBeCalledTwice()
    {
        int port = _dashboard.Address.Port;
        _visitor.Get("/state");
        _dashboard.Dispose();
        _dashboard.Dispose();
        _dashboard.IsServing.ShouldBeFalse();
        _dashboard.ToString().ShouldBe("dashboard of scheduler 'game', which has ended");
        Should.Throw<HttpRequestException>(() => _visitor.Get("/"));
        using Dashboard next = _scheduler.ServeDashboard(port);
        next.Address.Port.ShouldBe(port);
    }

    [Test]
    public void Scheduler_ThatIsDisposed_IsToldOf_UntilNobodyLooks()
    {
        _visitor.State().GetProperty("disposed").GetBoolean().ShouldBeFalse();
        _scheduler.Dispose();
        _visitor.State().GetProperty("disposed").GetBoolean().ShouldBeTrue();
        SpinWait.SpinUntil(() => !_dashboard.IsServing, _patience).ShouldBeTrue();
    }

    [Test]
    public void Port_InUse_IsToldOf()
    {
        SocketException refused = Should.Throw<SocketException>(() => _scheduler.ServeDashboard(_dashboard.Address.Port));
        refused.SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
        Should.Throw<SocketException>(() => _scheduler.ServeDashboard(options: new DashboardOptions { Host = "192.0.2.1" }));
    }

    [Test]
    public void EveryAddress_IsReachedByThisMachinesOwn()
    {
        using Dashboard open = _scheduler.ServeDashboard(options: new DashboardOptions { Host = "0.0.0.0" });
        open.Address.Host.ShouldBe("127.0.0.1");
        using var visitor = new Visitor(open);
        visitor.Get("/", host: "any.example").Status.ShouldBe(HttpStatusCode.OK);
        visitor.Get("/", "token=").Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Test]
    public void BadInput_IsRefused()
    {
        Should.Throw<ArgumentNullException>(static () => DashboardExtensions.ServeDashboard(null!));
        Should.Throw<ArgumentOutOfRangeException>(() => _scheduler.ServeDashboard(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => _scheduler.ServeDashboard(65_536));
        Should.Throw<ArgumentNullException>(static () => new DashboardOptions { Host = null! });
        Should.Throw<ArgumentException>(static () => new DashboardOptions { Host = "" }).Message.ShouldContain("127.0.0.1 is this machine alone");
        Should.Throw<ArgumentException>(static () => new DashboardOptions { Token = "short" }).Message.ShouldContain("8 characters or more");
        Should.Throw<ArgumentException>(static () => new DashboardOptions { Token = "with a blank" });
        Should.Throw<ArgumentOutOfRangeException>(static () => new DashboardOptions { FrameBudget = 0 });
        Should.Throw<ArgumentOutOfRangeException>(static () => new DashboardOptions { StepWarning = 0 });
        Should.Throw<ArgumentOutOfRangeException>(static () => new DashboardOptions { WaitWarning = 0 });
        _scheduler.Dispose();
        Should.Throw<ObjectDisposedException>(() => _scheduler.ServeDashboard());
    }
}
