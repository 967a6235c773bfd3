using System.Diagnostics;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.RealPeers;

/// <summary>Unix sockets, with socat at the other end.</summary>
[Category("RealTime")]
[Platform("Linux, MacOsX")]
internal sealed class SocatTests
{
    private const double Patience = 30;

    private readonly byte[] _much = new byte[3_000_000];
    private string _socat = null!;
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void FindSocat()
    {
        _socat = Tool.Require("socat");
        new Random(3).NextBytes(_much);
        _folder = new TemporaryFolder();
    }

    [TearDown]
    public void RemoveFolder() => _folder?.Dispose();

    [Test]
    public void Socat_OnOurServer_GetsAllBack_ThoughItEndsItsDirectionFirst() => Scheduler.Run(Serving(_folder.File("socket")));

    private IEnumerator<Awaitable> Serving(string path)
    {
        yield return StartUnixServer(EchoAtTheEnd, path).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        yield return ToThread(() => Tool.RunWithInput(_much, _socat, "-t30", "-", $"UNIX-CONNECT:{path}")).Into(out Awaitable<ToolRun> run);
        run.Result.Error.Trim().ShouldBe("");
        run.Result.Output.AsSpan().SequenceEqual(_much).ShouldBeTrue();
    }

    [Test]
    public void OurClient_OnSocatsServer_GetsAllBack()
    {
        string path = _folder.File("socket");
        using Process socat = Tool.Start(_socat, "-t30", $"UNIX-LISTEN:{path},fork", "EXEC:cat");
        try
        {
            Scheduler.Run(Talking(path));
        }
        finally
        {
            socat.Kill(entireProcessTree: true);
            socat.WaitForExit();
        }
    }

    private IEnumerator<Awaitable> Talking(string path)
    {
        yield return WaitFor(WaitUntil(() => File.Exists(path)), Patience);
        for (int i = 0; i < 3; i++)
        {
            yield return OpenUnixConnection(path).Into(out Awaitable<CoStream> opened);
            using CoStream stream = opened.Result;
            CoTask sending = CreateTask(Sending(stream));
            yield return stream.ReadToEnd().Into(out Awaitable<byte[]> all);
            yield return sending;
            all.Result.AsSpan().SequenceEqual(_much).ShouldBeTrue();
        }
    }

    [Test]
    public void Names_OfNoFile_AreReachedToo()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("They are Linux's.");
        }

        Scheduler.Run(ServingAbstract($"\0coroutines-{Environment.ProcessId}"));
    }

    private IEnumerator<Awaitable> ServingAbstract(string name)
    {
        yield return StartUnixServer(EchoAtTheEnd, name).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;
        byte[] said = Encoding.UTF8.GetBytes("hello");
        yield return ToThread(() => Tool.RunWithInput(said, _socat, "-t30", "-", $"ABSTRACT-CONNECT:{name[1..]}")).Into(out Awaitable<ToolRun> run);
        run.Result.Text.ShouldBe("hello");
    }

    private IEnumerator<Awaitable> Sending(CoStream stream)
    {
        yield return stream.WriteAll(_much);
        stream.WriteEof();
    }

    private static IEnumerator<Awaitable> EchoAtTheEnd(CoStream stream)
    {
        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> all);
        yield return stream.WriteAll(all.Result);
    }
}
