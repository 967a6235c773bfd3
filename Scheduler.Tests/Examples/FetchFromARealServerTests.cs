using System.Globalization;

namespace Coroutines.Tests.Examples;

/// <summary>The main job on real input: pages of a server that we did not write.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[TestFixture("python")]
[TestFixture("dotnet")]
[TestFixture("nginx")]
[Category("RealTime")]
internal sealed class FetchFromARealServerTests(string kind)
{
    private const int Pages = 50;
    private const int LargeSize = 10 * 1024 * 1024;

    private string _folder = null!;
    private FileServer _server = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _folder = Directory.CreateTempSubdirectory("fetch-").FullName;
        for (int i = 1; i <= Pages; i++)
        {
            File.WriteAllBytes(Path.Combine(_folder, $"{i}.bin"), new byte[i * 1001]);
        }

        File.WriteAllBytes(Path.Combine(_folder, "large.bin"), new byte[LargeSize]);
        File.WriteAllBytes(Path.Combine(_folder, "empty.bin"), []);

        // The suite needs nothing installed: without a Python, .NET's server takes its part as well.
        _server = kind switch
        {
            "nginx" => NginxFileServer.Start(_folder),
            "python" => PythonFileServer.TryStart(_folder) ?? (FileServer)new DotNetFileServer(_folder),
            _ => new DotNetFileServer(_folder),
        };
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void FiftyPages_AllArriveInFull()
    {
        string[] urls = [.. Enumerable.Range(1, Pages).Select(i => $"{_server.Address}/{i}.bin")];
        ExampleRun run = ExampleRun.OnRealTime(["fetch", "--timeout", "60", .. urls]);

        run.ExitCode.ShouldBe(0);
        run.Lines[..^1].Select(SizeAndUrl).Order().ShouldBe(
            Enumerable.Range(1, Pages).Select(i => $"{i * 1001} {_server.Address}/{i}.bin").Order());
        run.Lines[^1].ShouldStartWith($"50 pages, {Enumerable.Range(1, Pages).Sum() * 1001:N0} bytes in ");
    }

    [Test]
    public void LargePages_ArriveInFull()
    {
        string[] urls = [.. Enumerable.Repeat($"{_server.Address}/large.bin", 5)];
        ExampleRun run = ExampleRun.OnRealTime(["fetch", "--timeout", "60", "--limit", "3", .. urls]);

        run.ExitCode.ShouldBe(0);
        run.Lines[..^1].Select(SizeAndUrl).ShouldBe(urls.Select(url => $"{LargeSize} {url}"));
    }

    [Test]
    public void ChunkedAndEmptyPages_HaveTheRightSize()
    {
        string[] urls = [$"{_server.Address}/50.bin?chunked", $"{_server.Address}/empty.bin"];
        ExampleRun run = ExampleRun.OnRealTime(["fetch", .. urls]);

        run.ExitCode.ShouldBe(0);
        run.Lines[..^1].Select(SizeAndUrl).Order().ShouldBe([$"0 {urls[1]}", $"50050 {urls[0]}"]);
    }

    [Test]
    public void MissingPage_FailsWithItsStatus()
    {
        ExampleRun run = ExampleRun.OnRealTime("fetch", $"{_server.Address}/1.bin", $"{_server.Address}/missing.bin");

        run.ExitCode.ShouldBe(1);
        run.Lines.Single(line => line.StartsWith("failed", StringComparison.Ordinal)).ShouldContain("/missing.bin: 404 ");
        run.Lines[^1].ShouldStartWith("1 page, 1,001 bytes in ");
        run.Lines[^1].ShouldEndWith(" s; 1 failed");
    }

    private static string SizeAndUrl(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        words[0].ShouldBe("200");
        return $"{int.Parse(words[1], NumberStyles.AllowThousands)} {words[^1]}";
    }
}
