using System.Text;
using Coroutines.Examples.Serve;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Examples.Servers;

/// <summary>What <c>serve</c> answers, over connections in memory and in virtual time.</summary>
internal sealed partial class ServeTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeSite()
    {
        _folder = new TemporaryFolder();
        Write("letters.txt", Letters);
        Write("empty.txt", "");
        Write("page/index.html", "<!doctype html>");
        Write("list/one & two.txt", "12");
        Write("list/ä#?.txt", "123");
        Write("list/deeper/x", "");
    }

    [TearDown]
    public void RemoveSite() => _folder.Dispose();

    [Test]
    public void Get_OfAFile_SendsItWithItsHead()
    {
        Response response = Get("/letters.txt");
        response.Status.ShouldBe(200);
        response.Body.ShouldBe(Letters);
        response["Content-Length"].ShouldBe("26");
        response["Content-Type"].ShouldBe("text/plain; charset=utf-8");
        response["Accept-Ranges"].ShouldBe("bytes");
        response["Connection"].ShouldBe("keep-alive");
        response["ETag"].ShouldStartWith("\"");
        DateTime.Parse(response["Date"]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Test]
    public void Head_OfAFile_SendsTheHeadAlone()
    {
        Response response = Ask("HEAD /letters.txt HTTP/1.1\r\nHost: h\r\nRange: bytes=0-3\r\n\r\n").Single();
        (response.Status, response["Content-Length"], response.Body).ShouldBe((200, "26", ""));
        Ask("HEAD /none HTTP/1.1\r\nHost: h\r\n\r\n").Single().Body.ShouldBe("");
    }

    [Test]
    public void Requests_OneBehindTheOther_AreAnsweredInOrder()
    {
        const string One = "GET /letters.txt HTTP/1.1\r\nHost: h\r\n\r\n";
        Response[] responses = Ask(One + "GET /none HTTP/1.1\r\nHost: h\r\n\r\n" + "HEAD /letters.txt HTTP/1.1\r\nHost: h\r\n\r\n" + One);
        responses.Select(static response => (response.Status, response.Body.Length)).ShouldBe([(200, 26), (404, 23), (200, 0), (200, 26)]);
    }

    [TestCase("HTTP/1.1\r\nHost: h\r\nConnection: close\r\n", "close")]
    [TestCase("HTTP/1.0\r\n", "close")]
    [TestCase("HTTP/1.0\r\nConnection: keep-alive\r\n", "keep-alive")]
    [TestCase("HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, keep-alive\r\n", "keep-alive")]
    public void Connection_StaysOpen_AsTheClientWishes(string rest, string expected)
    {
        string request = "GET /letters.txt " + rest + "\r\n";
        Response[] responses = Ask(request + request);
        responses.Length.ShouldBe(expected == "close" ? 1 : 2);
        responses[0]["Connection"].ShouldBe(expected);
    }

    [TestCase("bytes=0-4", "bytes 0-4/26", "abcde")]
    [TestCase("bytes=25-", "bytes 25-25/26", "z")]
    [TestCase("bytes=20-100", "bytes 20-25/26", "uvwxyz")]
    [TestCase("bytes=-3", "bytes 23-25/26", "xyz")]
    [TestCase("bytes=-100", "bytes 0-25/26", Letters)]
    public void Range_OfAFile_IsSentAlone(string range, string expected, string body)
    {
        Response response = Get("/letters.txt", $"Range: {range}");
        (response.Status, response["Content-Range"], response.Body).ShouldBe((206, expected, body));
        response["Content-Length"].ShouldBe($"{body.Length}");
    }

    [TestCase("/letters.txt", "bytes=26-", "bytes */26")]
    [TestCase("/letters.txt", "bytes=-0", "bytes */26")]
    [TestCase("/empty.txt", "bytes=0-", "bytes */0")]
    [TestCase("/empty.txt", "bytes=-5", "bytes */0")]
    public void Range_ThatTheFileHasNot_IsRefused_AndTheConnectionGoesOn(string path, string range, string expected)
    {
        Response[] responses = Ask(
            $"GET {path} HTTP/1.1\r\nHost: h\r\nRange: {range}\r\n\r\n" + "GET /letters.txt HTTP/1.1\r\nHost: h\r\n\r\n");
        (responses[0].Status, responses[0]["Content-Range"]).ShouldBe((416, expected));
        responses[1].Status.ShouldBe(200);
    }

    [TestCase("bytes=5-2")]
    [TestCase("bytes=0-1,3-4")]
    [TestCase("bytes=a-b")]
    [TestCase("bytes=")]
    [TestCase("bytes=-")]
    [TestCase("lines=0-1")]
    [TestCase("bytes=99999999999999999999-")]
    public void Range_ThatIsNone_IsIgnored(string range) => Get("/letters.txt", $"Range: {range}").Body.ShouldBe(Letters);

    [Test]
    public void Condition_ThatHolds_IsAnsweredWithoutABody()
    {
        Response first = Get("/letters.txt");
        string tag = first["ETag"]!;
        foreach (string condition in new[]
        {
            $"If-None-Match: {tag}", $"If-None-Match: \"other\", W/{tag}", "If-None-Match: *", $"If-Modified-Since: {first["Last-Modified"]}",
        })
        {
            Response response = Get("/letters.txt", condition);
            (response.Status, response.Body, response["ETag"]).ShouldBe((304, "", tag), condition);
        }

        Get("/letters.txt", "If-None-Match: \"other\"").Status.ShouldBe(200);
        Get("/letters.txt", "If-None-Match: \"other\"", $"If-Modified-Since: {first["Last-Modified"]}").Status.ShouldBe(200);
        Get("/letters.txt", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT").Status.ShouldBe(200);
        Get("/letters.txt", "If-Modified-Since: yesterday").Status.ShouldBe(200);
    }

    [Test]
    public void Range_OfAFileThatHasChanged_IsTheWhole()
    {
        string tag = Get("/letters.txt")["ETag"]!;
        Get("/letters.txt", "Range: bytes=0-1", $"If-Range: {tag}").Body.ShouldBe("ab");
        Get("/letters.txt", "Range: bytes=0-1", "If-Range: \"older\"").Body.ShouldBe(Letters);
    }

    [Test]
    public void Folder_HasItsIndex_OrAList()
    {
        Get("/page/").Body.ShouldBe("<!doctype html>");
        Response moved = Get("/list?x=1");
        (moved.Status, moved["Location"]).ShouldBe((301, "/list/"));

        string list = Get("/list/").Body;
        list.ShouldContain("<a href=\"one%20%26%20two.txt\">one &amp; two.txt</a><td>2<td>");
        list.ShouldContain("<a href=\"%C3%A4%23%3F.txt\">&#228;#?.txt</a><td>3<td>");
        list.ShouldContain("<a href=\"deeper/\">deeper/</a>");
        list.ShouldContain("<a href=\"../\">../</a>");
        list.IndexOf("deeper", StringComparison.Ordinal).ShouldBeLessThan(list.IndexOf("one &amp;", StringComparison.Ordinal));
        Get("/").Body.ShouldNotContain("../");
        Get("/list/%C3%A4%23%3F.txt").Body.ShouldBe("123");
        Get("/list/ä%23%3f.txt").Body.ShouldBe("123", "what is not escaped is taken for UTF-8");
    }

    [TestCase("/none.txt", 404)]
    [TestCase("/letters.txt/", 404)]
    [TestCase("/letters.txt/x", 404)]
    [TestCase("letters.txt", 400)]
    [TestCase("*", 404)]
    [TestCase("http://elsewhere/letters.txt", 200)]
    [TestCase("http://elsewhere", 200)]
    [TestCase("/./letters.txt", 200)]
    [TestCase("//letters.txt", 200)]
    [TestCase("/list/../letters.txt", 400)]
    [TestCase("/..", 400)]
    [TestCase("/../secret", 400)]
    [TestCase("/%2e%2e/secret", 400)]
    [TestCase("/%2E%2e%2fsecret", 400)]
    [TestCase("/list/..%2f..%2fsecret", 400)]
    [TestCase("/..%5csecret", 400)]
    [TestCase("/%252e%252e/secret", 404)]
    [TestCase("/%00", 400)]
    [TestCase("//etc/passwd", 404)]
    [TestCase("/%2fetc/passwd", 404)]
    [TestCase("/%zz", 404)]
    public void Path_NamesAFileOfTheFolder_OrNone(string path, int expected) => Get(path).Status.ShouldBe(expected);

    [Test]
    public void RedirectOfAFolder_NeverLeadsToAnotherHost()
    {
        Get("//list")["Location"].ShouldBe("/list/");
        Get("http://elsewhere//list")["Location"].ShouldBe("/list/");
    }

    private Response Get(string path, params string[] headers) =>
        Ask($"GET {path} HTTP/1.1\r\nHost: h\r\n{string.Concat(headers.Select(static header => header + "\r\n"))}\r\n").Single();

    /// <summary>Sends something, and what comes back until the server has nothing more to say.</summary>
    private Response[] Ask(string requests)
    {
        (byte[] all, _) = Talk(stream =>
        {
            stream.Write(requests);
            stream.WriteEof();
        });
        return Response.ParseAll(all, requests);
    }

    /// <summary>A conversation, from what is said by the client to the end.</summary>
    /// <returns>What came back, and how many seconds it took.</returns>
    private (byte[] All, double Seconds) Talk(Action<CoStream> say)
    {
        var reports = new List<ExceptionContext>();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = reports.Add });
        byte[] all = scheduler.RunUntilComplete<byte[]>(Talking(say));
        reports.ShouldBeEmpty();
        return (all, scheduler.Time);
    }

    private IEnumerator<Awaitable> Talking(Action<CoStream> say)
    {
        (CoStream client, CoStream server) = UnequalPair.Create(CoStream.DefaultLimit, HttpRequest.LongestHead);
        CoTask conversation = CreateTask(Conversing(server));
        say(client);
        yield return client.ReadToEnd().Into(out Awaitable<byte[]> all);
        yield return conversation;
        client.Close();
        yield return Return(all.Result);
    }

    /// <summary>As a server does it: the stream is closed at the end.</summary>
    private IEnumerator<Awaitable> Conversing(CoStream stream)
    {
        using (stream)
        {
            yield return Await(new HttpConversation(stream, new FileSite(_folder.Path)).Run());
        }
    }

    private void Write(string name, string text)
    {
        string path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
    }
}
