using System.Net;
using System.Net.Sockets;
using System.Text;
using Coroutines.Tests.Examples.Servers;

namespace Coroutines.Tests.RealPeers;

/// <summary><c>serve</c>, with curl as its client.</summary>
[Category("RealTime")]
internal sealed class CurlTests
{
    private const string WriteStatus = "%{http_code}";

    private readonly byte[] _large = new byte[3_000_000];
    private string _curl = null!;
    private TemporaryFolder _folder = null!;
    private TemporaryFolder _downloads = null!;
    private RunningExample _serve = null!;

    [SetUp]
    public void Start()
    {
        _curl = Tool.Require("curl");
        new Random(7).NextBytes(_large);
        _folder = new TemporaryFolder();
        _downloads = new TemporaryFolder();
        File.WriteAllBytes(_folder.File("large.bin"), _large);
        File.WriteAllText(_folder.File("ä.txt"), "umlaut");
        Directory.CreateDirectory(_folder.File("folder"));
        for (int i = 0; i < 50; i++)
        {
            File.WriteAllBytes(_folder.File($"{i}.bin"), new byte[i * 1001]);
        }

        _serve = new RunningExample("serve", "--port", "0", _folder.Path);
    }

    [TearDown]
    public void Stop()
    {
        _serve?.Dispose();
        _serve?.Reports.ShouldBeEmpty();
        _folder?.Dispose();
        _downloads?.Dispose();
    }

    [Test]
    public void File_ArrivesByteByByte() => Curl(Url("large.bin")).Output.AsSpan().SequenceEqual(_large).ShouldBeTrue();

    [Test]
    public void Head_HasNoBody()
    {
        string head = Curl("--head", Url("large.bin"), Url("none")).Text;
        head.ShouldContain("HTTP/1.1 200 OK\r\n");
        head.ShouldContain("Content-Length: 3000000\r\n");
        head.ShouldContain("HTTP/1.1 404 Not Found\r\n");
    }

    [TestCase("100-199", 100, 100)]
    [TestCase("2999999-", 2_999_999, 1)]
    [TestCase("-1000", 2_999_000, 1000)]
    public void Range_ArrivesAlone(string range, int start, int length) =>
        Curl("--range", range, Url("large.bin")).Output.AsSpan().SequenceEqual(_large.AsSpan(start, length)).ShouldBeTrue();

    [Test]
    public void Range_BeyondTheEnd_IsRefused() =>
        Curl("--range", "5000000-", "--output", "/dev/null", "--write-out", WriteStatus, Url("large.bin")).Text.ShouldBe("416");

    [Test]
    public void Download_ThatBrokeOff_IsResumed()
    {
        string target = _downloads.File("large.bin");
        File.WriteAllBytes(target, _large[..1_234_567]);
        Curl("--continue-at", "-", "--output", target, Url("large.bin"));
        File.ReadAllBytes(target).AsSpan().SequenceEqual(_large).ShouldBeTrue();
    }

    [Test]
    public void SeveralUrls_TakeOneConnection()
    {
        string[] urls = [.. Enumerable.Range(0, 50).Select(i => Url($"{i}.bin"))];
        string[] discard = [.. urls.SelectMany(static _ => new[] { "--output", "/dev/null" })];
        string[] lines = Curl(["--write-out", "%{num_connects} %{http_code} %{size_download}\n", .. discard, .. urls]).Text.Trim().Split('\n');
        lines.Select((line, i) => line == $"{(i == 0 ? 1 : 0)} 200 {i * 1001}").ShouldAllBe(static isRight => isRight);
    }

    [Test]
    public void SeveralUrls_AtTheSameTime_AllArrive()
    {
        string[] parts = [.. Enumerable.Range(0, 50).SelectMany(i => new[] { "--output", _downloads.File($"{i}.bin"), Url($"{i}.bin") })];
        Curl(["--parallel", "--parallel-max", "50", "--parallel-immediate", .. parts]);
        Enumerable.Range(0, 50).Select(i => new FileInfo(_downloads.File($"{i}.bin")).Length).ShouldBe(Enumerable.Range(0, 50).Select(static i => i * 1001L));
    }

    [Test]
    public void Condition_IsAnsweredWithoutABody()
    {
        string tag = _downloads.File("tag");
        Curl("--etag-save", tag, "--output", "/dev/null", Url("large.bin"));
        Curl("--etag-compare", tag, "--write-out", WriteStatus, Url("large.bin")).Text.ShouldBe("304");
        Curl("--time-cond", tag, "--write-out", WriteStatus, "--output", "/dev/null", Url("large.bin")).Text.ShouldBe("304");
    }

    [Test]
    public void Upload_IsRefused_AndTheConnectionGoesOn()
    {
        string[] discard = ["--output", "/dev/null", "--write-out", "%{num_connects} %{http_code}\n"];
        ToolRun run = Curl(["--data-binary", $"@{_folder.File("5.bin")}", .. discard, Url("1.bin"), "--next", "--silent", .. discard, Url("1.bin")]);
        run.Text.ShouldBe("1 405\n0 200\n");
    }

    [Test]
    public void Head_ThatIsTooLong_IsToldSo() => Curl(
        "--header", $"X: {new string('x', 100_000)}", "--output", "/dev/null", "--write-out", WriteStatus, Url("1.bin")).Text.ShouldBe("431");

    [Test]
    public void Path_ToTheOutside_IsRefused()
    {
        foreach (string path in new[] { "../../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc/passwd", "x/../../etc/passwd" })
        {
            Curl("--path-as-is", "--output", "/dev/null", "--write-out", WriteStatus, Url(path)).Text.ShouldBe("400", path);
        }
    }

    [Test]
    public void Path_ThatIsNotEscaped_IsFound() => Curl(Url("ä.txt")).Text.ShouldBe("umlaut");

    [Test]
    public void Folder_IsFoundWithoutItsSlash() =>
        Curl("--location", "--write-out", "%{num_redirects} %{url_effective}", "--output", "/dev/null", Url("folder")).Text.ShouldBe($"1 {Url("folder/")}");

    // curl has given pipelining up: this is a client of .NET's.
    [Test]
    public void Requests_InOnePiece_AreAnsweredInOrder()
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(IPAddress.Loopback, _serve.Port);
        string requests = string.Concat(Enumerable.Range(0, 50).Select(static i => $"GET /{i}.bin HTTP/1.1\r\nHost: h\r\n\r\n"));
        using var stream = new NetworkStream(client);
        client.Send(Encoding.ASCII.GetBytes(requests));
        client.Shutdown(SocketShutdown.Send);
        var all = new MemoryStream();
        stream.CopyTo(all);
        Response.ParseAll(all.ToArray(), requests).Select(static response => response.Body.Length).ShouldBe(Enumerable.Range(0, 50).Select(static i => i * 1001));
    }

    private string Url(string path) => $"http://127.0.0.1:{_serve.Port}/{path}";

    private ToolRun Curl(params string[] arguments)
    {
        ToolRun run = Tool.Run(_curl, ["--silent", "--show-error", "--noproxy", "*", .. arguments]);
        run.ExitCode.ShouldBe(0, run.Error);
        return run;
    }
}
