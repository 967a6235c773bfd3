using System.Threading.Channels;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the guide says of errors and clean-up, of calls of .NET's, and of primitives that outlive their scheduler.</summary>
public sealed class GuideToDotNetTests : SnippetTest
{
    [Test]
    public void TryWithAResult_HasAHandlerGiveIt()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: try-result
            yield return Try<int>(Ask("port")).Catch<FormatException>(e => 8080).Into(out var port);
            Console.WriteLine($"port {port.Result}");

            yield return Try<string>(Load("config"))
                .Catch<IOException>(e => Load("backup"))                     // a coroutine, which returns the value
                .Finally(() => Console.WriteLine("loaded"))
                .Into(out var config);
            Console.WriteLine(config.Result);

            IEnumerator<Awaitable> Ask(string what)
            {
                yield return Sleep(1.0);
                throw new FormatException($"no {what}");
            }

            IEnumerator<Awaitable> Load(string file)
            {
                yield return Sleep(1.0);
                yield return file == "backup" ? Return("the backup") : throw new IOException($"no {file}");
            }
            // end-snippet
        }

        Console.ShouldRead("port 8080", "loaded", "the backup");
    }

    [Test]
    public void Defer_TakesCodeAndCoroutines()
    {
        RunVirtually(Main());

        // snippet: defer
        IEnumerator<Awaitable> Main()
        {
            Defer(() => Console.WriteLine("lights off"));                // last in, first out
            Defer(Say("bye"));                                           // a clean-up that may wait
            yield return Sleep(1.0);
            Console.WriteLine("done");
        }

        IEnumerator<Awaitable> Say(string word)
        {
            yield return Sleep(1.0);
            Console.WriteLine($"{word} at {Scheduler.Current.Time}");
        }
        // end-snippet

        Console.ShouldRead("done", "bye at 2", "lights off");
    }

    [Test]
    public void Await_TellsACallThatNobodyWaits()
    {
        var channel = Channel.CreateUnbounded<string>();
        ChannelReader<string> mail = channel.Reader;
        using var http = new HttpClient(new AlwaysPage());
        const string Url = "http://localhost/";
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: dotnet-call
            yield return Await(token => http.GetStringAsync(Url, token)).Into(out var page);
            Console.WriteLine(page.Result);

            yield return Settle(WaitFor(Await(token => mail.ReadAsync(token)), 1.0), out var letter);
            Console.WriteLine(letter.Exception!.GetType().Name);             // TimeoutException: the read was told to stop,

            channel.Writer.TryWrite("a letter");
            yield return Await(token => mail.ReadAsync(token)).Into(out var next);
            Console.WriteLine(next.Result);                                  // and has taken nothing away
            // end-snippet
        }

        Console.ShouldRead("page", "TimeoutException", "a letter");
    }

    [Test]
    public void ReadAll_ReadsASequenceInALoop()
    {
        var channel = Channel.CreateUnbounded<string>();
        channel.Writer.TryWrite("first");
        channel.Writer.TryWrite("second");
        channel.Writer.Complete();
        IAsyncEnumerable<string> rows = channel.Reader.ReadAllAsync();
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: read-all
            using var reader = ReadAll(rows);                                // rows is an IAsyncEnumerable<string>
            while (true)
            {
                yield return reader.Next();
                if (reader.IsAtEnd)
                    break;
                Console.WriteLine(reader.Current);
            }
            // end-snippet
        }

        Console.ShouldRead("first", "second");
    }

    [Test]
    public void Primitives_OutliveTheirScheduler()
    {
        // snippet: outlive
        var gong = new CoSignal("gong");
        for (int level = 1; level <= 2; level++)
        {
            using var scheduler = new Scheduler(new SchedulerOptions { Name = $"level {level}" });
            scheduler.CreateTask(Listen());
            scheduler.Tick(0.1);
            gong.Emit();                                                     // for whoever listens in this level
            scheduler.Tick(0.1);
        }

        IEnumerator<Awaitable> Listen()
        {
            yield return gong.Next();
            Console.WriteLine($"heard in {Scheduler.Current.Name}");
        }
        // end-snippet

        Console.ShouldRead("heard in level 1", "heard in level 2");
    }

    private sealed class AlwaysPage : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent("page") });
    }
}
