using System.Text;
using Coroutines.Tests.Examples;
using Coroutines.Tests.Examples.Servers;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.RealPeers;

/// <summary>Streams that are opened to nginx: what a client writes in one go, and what comes back of it.</summary>
[Category("RealTime")]
internal sealed class NginxTests
{
    private const int Pages = 50;

    private TemporaryFolder _folder = null!;
    private NginxFileServer? _nginx;

    [SetUp]
    public void Start()
    {
        _folder = new TemporaryFolder();
        for (int i = 0; i < Pages; i++)
        {
            File.WriteAllText(_folder.File($"{i}.txt"), new string((char)('a' + (i % 26)), i * 1001));
        }

        _nginx = NginxFileServer.Start(_folder.Path);
    }

    [TearDown]
    public void Stop()
    {
        _nginx?.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Requests_InOnePiece_AreAnsweredInOrder() => Scheduler.Run(Pipelining());

    private IEnumerator<Awaitable> Pipelining()
    {
        string requests = string.Concat(Enumerable.Range(0, Pages).Select(static i =>
            $"GET /{i}.txt HTTP/1.1\r\nHost: h\r\n{(i == Pages - 1 ? "Connection: close\r\n" : "")}\r\n"));
        var url = new Uri(_nginx!.Address);
        yield return OpenConnection(url.Host, url.Port).Into(out Awaitable<CoStream> opened);
        using CoStream stream = opened.Result;
        stream.Write(requests);
        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> all);
        Response.ParseAll(all.Result, requests).Select(static response => response.Body).ShouldBe(
            Enumerable.Range(0, Pages).Select(static i => new string((char)('a' + (i % 26)), i * 1001)));
    }

    [Test]
    public void Conversation_GoesOn_WithRangesAndErrors() => Scheduler.Run(Talking());

    private IEnumerator<Awaitable> Talking()
    {
        var url = new Uri(_nginx!.Address);
        yield return OpenConnection(url.Host, url.Port).Into(out Awaitable<CoStream> opened);
        using CoStream stream = opened.Result;
        foreach ((string request, int status, int length) in new[]
        {
            ("GET /9.txt HTTP/1.1\r\nHost: h\r\nRange: bytes=10-19\r\n\r\n", 206, 10),
            ("HEAD /9.txt HTTP/1.1\r\nHost: h\r\n\r\n", 200, 0),
            ("GET /none HTTP/1.1\r\nHost: h\r\n\r\n", 404, -1),
            ("GET /9.txt HTTP/1.1\r\nHost: h\r\n\r\n", 200, 9009),
        })
        {
            stream.Write(request);
            yield return stream.ReadUntil("\r\n\r\n"u8).Into(out Awaitable<byte[]> head);
            Response answer = Response.ParseAll(head.Result, "HEAD /").Single();
            answer.Status.ShouldBe(status);
            int announced = request.StartsWith("HEAD", StringComparison.Ordinal) ? 0 : int.Parse(answer["Content-Length"]!);
            yield return stream.ReadExactly(announced).Into(out Awaitable<byte[]> body);
            (length < 0 || body.Result.Length == length).ShouldBeTrue(Encoding.UTF8.GetString(body.Result));
        }
    }
}
