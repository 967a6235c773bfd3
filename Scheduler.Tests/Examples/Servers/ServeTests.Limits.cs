using System.Globalization;
using Coroutines.Examples.Serve;
using Coroutines.Tests.Streams;

namespace Coroutines.Tests.Examples.Servers;

/// <summary>What <c>serve</c> does not put up with: links to the outside, too much, too slow, nonsense.</summary>
internal sealed partial class ServeTests
{
    [Test]
    [Platform("Linux, MacOsX")]
    public void Link_IsFollowedInsideOfTheFolder_AndRefusedOutside()
    {
        using var outside = new TemporaryFolder();
        File.WriteAllText(outside.File("secret"), "secret");
        Link("inside", "letters.txt");
        Link("list/up", "../letters.txt");
        Link("whole", _folder.File("letters.txt"));
        Link("out", outside.File("secret"));
        Link("out-folder", outside.Path);
        Link("by-a-folder", "out-folder/secret");
        Link("circle", "circle");
        Link("broken", "nothing");

        new[] { "/inside", "/list/up", "/whole" }.Select(path => Get(path).Body).ShouldAllBe(static body => body == Letters);
        new[] { "/out", "/out-folder/", "/out-folder/secret", "/by-a-folder" }.Select(path => Get(path).Status)
            .ShouldAllBe(static status => status == 403);
        new[] { "/circle", "/broken" }.Select(path => Get(path).Status).ShouldAllBe(static status => status == 404);
        Get("/").Body.ShouldContain(">broken</a><td><td>");
    }

    [Test]
    [Platform("Linux, MacOsX")]
    public void Folder_MayBeALinkItself()
    {
        using var elsewhere = new TemporaryFolder();
        string link = elsewhere.File("link");
        Directory.CreateSymbolicLink(link, _folder.Path);
        Link("whole", _folder.File("letters.txt"));
        var site = new FileSite(link);
        HttpRequest request = HttpRequest.Parse("GET /whole HTTP/1.0\r\n\r\n"u8);
        using FileStream? file = site.Answer(request).File;
        file!.Length.ShouldBe(Letters.Length);
    }

    [TestCase("GET / HTTP/1.1\r\n\r\n", 400, TestName = "NoHost")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, TestName = "TwoHosts")]
    [TestCase("GET /\r\n\r\n", 400, TestName = "NoVersion")]
    [TestCase("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400, TestName = "TwoBlanks")]
    [TestCase("get / HTTP/1.1\r\nHost: h\r\n\r\n", 400, TestName = "SmallMethod")]
    [TestCase("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505, TestName = "NewVersion")]
    [TestCase("GET / SMTP\r\nHost: h\r\n\r\n", 400, TestName = "AnotherProtocol")]
    [TestCase("\r\n\r\n", 400, TestName = "Nothing")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", 400, TestName = "FoldedHeader")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\nname : value\r\n\r\n", 400, TestName = "BlankBeforeTheColon")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n", 400, TestName = "NoColon")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\nX: a\nY: b\r\n\r\n", 400, TestName = "LoneLineFeed")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\nX: a\rY: b\r\n\r\n", 400, TestName = "LoneReturn")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\nX: \0\r\n\r\n", 400, TestName = "Nul")]
    [TestCase("GET /\u001b HTTP/1.1\r\nHost: h\r\n\r\n", 400, TestName = "ControlCharacterInThePath")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501, TestName = "BodyInPieces")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400, TestName = "TwoLengths")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400, TestName = "NegativeLength")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\n", 413, TestName = "LargeBody")]
    [TestCase("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n", 400, TestName = "LengthBeyondAllNumbers")]
    public void Request_ThatIsNone_IsRefused_AndEndsTheConnection(string request, int expected)
    {
        Response response = Ask(request + "GET /letters.txt HTTP/1.1\r\nHost: h\r\n\r\n").Single();
        (response.Status, response["Connection"]).ShouldBe((expected, "close"));
    }

    [Test]
    public void Head_ThatIsTooLong_IsRefused()
    {
        const string Begin = "GET / HTTP/1.1\r\nHost: h\r\n";
        string many = string.Concat(Enumerable.Range(0, 101).Select(static i => $"X{i}: y\r\n"));
        Ask(Begin + many + "\r\n").Single().Status.ShouldBe(431);
        Ask(Begin + $"X: {new string('y', 20_000)}\r\n\r\n").Single().Status.ShouldBe(431);
        Ask($"GET /{new string('y', 2_000_000)}").Single().Status.ShouldBe(431);
        Ask(Begin + $"X: {new string('y', 16_000)}\r\n\r\n").Single().Status.ShouldBe(200);
    }

    [Test]
    public void Body_IsDropped_AndTheNextRequestAnswered()
    {
        string body = new('x', 100_000);
        Response[] responses = Ask(
            $"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}GET /letters.txt HTTP/1.1\r\nHost: h\r\n\r\n");
        responses.Select(static response => response.Status).ShouldBe([405, 200]);
        responses[0]["Allow"].ShouldBe("GET, HEAD");
    }

    [Test]
    public void Client_ThatGoesInTheMiddle_IsNoError()
    {
        foreach (string part in new[] { "", "GET", "GET / HTTP/1.1\r\nHost: h\r\n", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc" })
        {
            Ask(part).ShouldBeEmpty();
        }
    }

    [TestCase("", "", 30, TestName = "SlowClient_ThatSaysNothing_IsLetGo")]
    [TestCase("GET / HT", "408", 10, TestName = "SlowClient_ThatStopsInTheHead_IsToldSo")]
    [TestCase("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc", "408", 30, TestName = "SlowClient_ThatStopsInTheBody_IsToldSo")]
    [TestCase("GET /letters.txt HTTP/1.1\r\nHost: h\r\n\r\n", "200", 30, TestName = "SlowClient_ThatSaysNothingMore_IsLetGo")]
    public void SlowClient(string said, string status, double seconds)
    {
        (byte[] all, double time) = Talk(stream => stream.Write(said));
        System.Text.Encoding.UTF8.GetString(all).ShouldStartWith(status.Length == 0 ? "" : $"HTTP/1.1 {status} ");

        // One that was told so has two seconds more to leave.
        time.ShouldBe(status == "408" ? seconds + 2 : seconds);
    }

    [Test]
    public void SlowClient_ThatSendsAHeaderNowAndThen_HasTenSecondsForTheHead()
    {
        (byte[] all, double time) = Talk(stream =>
        {
            stream.Write("GET / HTTP/1.1\r\n");
            for (int i = 1; i < 10; i++)
            {
                string header = string.Create(CultureInfo.InvariantCulture, $"X{i}: y\r\n");
                Scheduler.Current.CallLater(i * 3, () => stream.Write(header));
            }
        });
        System.Text.Encoding.UTF8.GetString(all).ShouldStartWith("HTTP/1.1 408 ");
        time.ShouldBe(12);
    }

    [Test]
    public void SlowClient_ThatTakesNothing_IsDropped()
    {
        File.WriteAllBytes(_folder.File("large"), new byte[10_000_000]);
        double end = 0;
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        scheduler.RunUntilComplete(TakingNothing(time => end = time));
        end.ShouldBe(30);
    }

    private IEnumerator<Awaitable> TakingNothing(Action<double> tell)
    {
        // A client that receives nothing: its stream is full at once.
        (CoStream client, CoStream server) = UnequalPair.Create(1, HttpRequest.LongestHead);
        CoTask conversation = Awaitable.CreateTask(Conversing(server));
        client.Write("GET /large HTTP/1.0\r\n\r\n");
        yield return conversation;
        tell(Scheduler.Current.Time);
        client.Close();
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(_folder.File(name), target);
}
