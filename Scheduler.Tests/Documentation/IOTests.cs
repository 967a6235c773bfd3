using System.Net;
using System.Text;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The page on streams and servers.</summary>
public sealed class IOTests : SnippetTest
{
    [Test]
    public void Server_AndItsClient()
    {
        Scheduler.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            yield return StartServer(Shout, "127.0.0.1", 0).Into(out var started);
            int port = ((IPEndPoint)started.Result.EndPoints[0]).Port;
            yield return Await(Ask(port));
            started.Result.Close();
            yield return started.Result.WaitClosed();
        }

        // snippet: server
        IEnumerator<Awaitable> Shout(CoStream stream)                        // one task for each connection
        {
            var lines = stream.ReadLines();
            while (true)
            {
                yield return lines.Next();
                if (lines.IsAtEnd)
                    break;                                                   // the stream is flushed and closed when this ends
                stream.Write(lines.Current.ToUpperInvariant() + "\n");
                yield return stream.Drain();                                 // waits only if the peer reads too slowly
            }
        }
        // end-snippet

        // snippet: client
        IEnumerator<Awaitable> Ask(int port)
        {
            yield return OpenConnection("127.0.0.1", port).Into(out var opened);
            using CoStream stream = opened.Result;
            stream.Write("hello\n");
            yield return stream.ReadLine().Into(out var answer);
            Console.WriteLine($"{answer.Result}");
        }
        // end-snippet

        Console.ShouldRead("HELLO");
    }

    [Test]
    public void Reads_LookAtWhatHasArrived()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            // snippet: pair
            (CoStream here, CoStream there) = CoStream.CreatePair(new ConnectionOptions { Latency = 0.5 });
            there.Write("length 5\r\nhello");
            yield return here.ReadUntil("\r\n"u8).Into(out var head);
            yield return here.ReadExactly(5).Into(out var body);
            Console.WriteLine($"{Scheduler.Current.Time} s: {head.Result.Length} and {body.Result.Length} bytes");    // 0.5 s: 10 and 5 bytes

            yield return Settle(WaitFor(here.ReadLine(), 2.0), out var late);    // a read that is given up loses nothing
            Console.WriteLine($"{late.Exception!.GetType().Name}");
            // end-snippet
        }

        Console.ShouldRead("0.5 s: 10 and 5 bytes", "TimeoutException");
    }

    [Test]
    public void Peek_ReadsWithoutACopy()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream from, CoStream source) = CoStream.CreatePair();
            (CoStream to, CoStream target) = CoStream.CreatePair();
            source.Write("as it is");
            source.WriteEof();
            yield return Await(Copy(from, to));
            yield return target.ReadToEnd().Into(out var copied);
            Console.WriteLine(Encoding.UTF8.GetString(copied.Result));
        }

        // snippet: copy
        IEnumerator<Awaitable> Copy(CoStream from, CoStream to)
        {
            while (true)
            {
                yield return from.Peek().Into(out var arrived);              // all that is there, where it is
                ReadOnlyMemory<byte> bytes = arrived.Result;
                if (bytes.IsEmpty)
                    break;                                                   // the end
                yield return to.WriteAll(bytes);                             // from this memory; a slow receiver holds the sender back
                from.Advance(bytes.Length);
            }

            to.WriteEof();                                                   // the other direction goes on
        }
        // end-snippet

        Console.ShouldRead("as it is");
    }

    // snippet: test
    [CoroutineTest]
    public IEnumerator<Awaitable> Greeter_WaitsAMinuteForAName()
    {
        (CoStream client, CoStream server) = CoStream.CreatePair();
        CoTask greeter = CreateTask(Greet(server));
        yield return client.ReadLine().Into(out var question);
        question.Result.ShouldBe("Who are you?");
        yield return client.ReadToEnd();                                     // it gives up by itself
        Scheduler.Current.Time.ShouldBe(60);
        yield return greeter;
    }
    // end-snippet

    private static IEnumerator<Awaitable> Greet(CoStream stream)
    {
        using (stream)
        {
            stream.Write("Who are you?\n");
            yield return Settle(WaitFor(stream.ReadLine(), 60), out _);
        }
    }
}
