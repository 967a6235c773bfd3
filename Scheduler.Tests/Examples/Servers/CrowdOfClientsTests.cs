using System.Text;
using Coroutines.Examples.Serve;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Examples.Servers;

/// <summary>A thousand clients of <c>serve</c> at once, two hundred of which send their heads as slowly as they can.</summary>
internal sealed class CrowdOfClientsTests
{
    private const int Clients = 800;
    private const int SlowClients = 200;
    private const int RequestsEach = 5;
    private const string Text = "what all want to read";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeSite()
    {
        _folder = new TemporaryFolder();
        File.WriteAllText(_folder.File("file.txt"), Text);
    }

    [TearDown]
    public void RemoveSite() => _folder.Dispose();

    [Test]
    public void Crowd_InVirtualTime_IsServed_AndTheSlowOnesAreToldSo()
    {
        var reports = new List<ExceptionContext>();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = reports.Add });
        scheduler.RunUntilComplete(Crowd());
        reports.ShouldBeEmpty();
    }

    private IEnumerator<Awaitable> Crowd()
    {
        var site = new FileSite(_folder.Path);
        var place = new MemoryListener(Scheduler.Current, HttpRequest.LongestHead);
        CoServer server = place.Serve(stream => new HttpConversation(stream, site).Run());
        List<CoTask<string>> slow = [.. Enumerable.Range(0, SlowClients).Select(_ => CreateTask<string>(SendSlowly(place.Connect())))];
        List<CoTask> others = [.. Enumerable.Range(0, Clients).Select(_ => CreateTask(Read(place.Connect())))];
        yield return Sleep(0.5);
        server.ConnectionCount.ShouldBe(SlowClients + Clients);
        yield return Gather(others);
        yield return Gather(slow).Into(out Awaitable<string[]> answers);
        answers.Result.ShouldAllBe(static answer => answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal));
        server.Close();
        yield return server.WaitClosed();
        server.ConnectionCount.ShouldBe(0);
    }

    [Test]
    [Category("RealTime")]
    public void Crowd_OverSockets_IsServed()
    {
        using var serve = new RunningExample("serve", "--port", "0", _folder.Path);
        Scheduler.Run(CrowdAt(serve.Port));
        serve.Stop();
        serve.Reports.ShouldBeEmpty();
    }

    private static IEnumerator<Awaitable> CrowdAt(int port)
    {
        var slow = new List<CoStream>();
        for (int i = 0; i < SlowClients; i++)
        {
            yield return OpenConnection("127.0.0.1", port).Into(out Awaitable<CoStream> opened);
            slow.Add(opened.Result);
            opened.Result.Write("GET /file.txt HT");
        }

        var others = new List<CoStream>();
        for (int i = 0; i < Clients; i++)
        {
            yield return OpenConnection("127.0.0.1", port).Into(out Awaitable<CoStream> opened);
            others.Add(opened.Result);
        }

        yield return Gather(others.Select(static client => Read(client, pause: 0)));
        slow.ForEach(static client => client.Abort());
    }

    private static IEnumerator<Awaitable> Read(CoStream client) => Read(client, pause: 1);

    /// <summary>Some requests on one connection.</summary>
    private static IEnumerator<Awaitable> Read(CoStream client, double pause)
    {
        using (client)
        {
            for (int i = 0; i < RequestsEach; i++)
            {
                client.Write("GET /file.txt HTTP/1.1\r\nHost: h\r\n\r\n");
                yield return client.ReadUntil("\r\n\r\n"u8);
                yield return client.ReadExactly(Text.Length).Into(out Awaitable<byte[]> body);
                Encoding.UTF8.GetString(body.Result).ShouldBe(Text);
                yield return Sleep(pause);
            }
        }
    }

    /// <summary>A byte a second.</summary>
    private static IEnumerator<Awaitable> SendSlowly(CoStream client)
    {
        using (client)
        {
            foreach (byte letter in Encoding.ASCII.GetBytes("GET /file.txt HTTP/1.1\r\nHost: h\r\n\r\n"))
            {
                if (client.HasEnded)
                {
                    break;
                }

                client.Write([letter]);
                yield return Sleep(1);
            }

            yield return client.ReadToEnd().Into(out Awaitable<byte[]> answer);
            yield return Return(Encoding.UTF8.GetString(answer.Result));
        }
    }
}
