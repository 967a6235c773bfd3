using System.Diagnostics;
using System.Net;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Many short connections, one behind the other and some beside each other: nothing of them may stay.</summary>
[Category("RealTime")]
[NonParallelizable]
internal sealed class SoakTests
{
    private const int AtATime = 50;
    private const long MostGrowth = 500_000;

    // Of the runner's, which opens some of its own: of ours there would be thousands.
    private const int MostDescriptors = 20;

    [TestCase(3_000)]
    [TestCase(100_000, Category = "Nightly")]
    [TestCase(1_000_000, Category = "Nightly")]
    public void ShortConnections_LeaveNothingBehind(int count)
    {
        var watch = Stopwatch.StartNew();
        Growth growth = Scheduler.Run<Growth>(Soak(count), new SchedulerOptions { TracksReuse = false });
        TestContext.Out.WriteLine($"{count} connections in {watch.Elapsed.TotalSeconds:0} s: {growth}");
        growth.Bytes.ShouldBeLessThan(MostGrowth);
        growth.Descriptors.ShouldBeLessThan(MostDescriptors);
    }

    private static IEnumerator<Awaitable> Soak(int count)
    {
        yield return StartServer(Answer, "127.0.0.1", 0).Into(out Awaitable<CoServer> started);
        using CoServer server = started.Result;

        // The first of them fill pools and tables.
        yield return Await(Visit(server, count / 10));
        (long bytes, int descriptors) = Measure();
        yield return Await(Visit(server, count - (count / 10)));
        (long bytesNow, int descriptorsNow) = Measure();
        server.ConnectionCount.ShouldBe(0);
        yield return Return(new Growth(bytesNow - bytes, descriptorsNow - descriptors));
    }

    private static IEnumerator<Awaitable> Visit(CoServer server, int count)
    {
        int port = ((IPEndPoint)server.EndPoints[0]).Port;
        yield return Gather(Enumerable.Range(0, AtATime).Select(_ => Visit(port, count / AtATime)));
        while (server.ConnectionCount > 0)
        {
            yield return Sleep(0.001);
        }
    }

    private static IEnumerator<Awaitable> Visit(int port, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return OpenConnection("127.0.0.1", port).Into(out Awaitable<CoStream> opened);
            using CoStream stream = opened.Result;
            stream.Write("hello\n");
            yield return stream.ReadLine().Into(out Awaitable<string?> line);
            line.Result.ShouldBe("HELLO");
            stream.Close();
            yield return stream.WaitClosed();
        }
    }

    private static IEnumerator<Awaitable> Answer(CoStream stream)
    {
        yield return stream.ReadLine().Into(out Awaitable<string?> line);
        stream.Write($"{line.Result!.ToUpperInvariant()}\n");
    }

    private static (long Bytes, int Descriptors) Measure()
    {
        // A ConditionalWeakTable, as that of the sockets that connect, lets go of its old tables by finalizers that run twice.
        for (int i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return (GC.GetTotalMemory(forceFullCollection: true), Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0);
    }

    private sealed record Growth(long Bytes, int Descriptors);
}
