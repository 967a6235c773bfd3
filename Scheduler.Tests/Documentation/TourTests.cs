using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The guided tour of the README.</summary>
public sealed class TourTests : SnippetTest
{
    [Test]
    public void Results_OfACallAndOfATask_AreRead()
    {
        RunVirtually(Main());

        // snippet: results
        IEnumerator<Awaitable> Add(int a, int b)
        {
            yield return Sleep(1.0);
            yield return Return(a + b);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await<int>(Add(1, 2)).Into(out var three);   // inside this task, as `await add(1, 2)`
            CoTask<int> seven = CreateTask<int>(Add(3, 4));           // a task of its own
            yield return seven;
            Console.WriteLine($"{three.Result} and {seven.Result}");
        }
        // end-snippet

        Console.ShouldRead("3 and 7");
    }

    [Test]
    public void Errors_AreSettledOrCaught()
    {
        RunVirtually(Main());

        // snippet: errors
        IEnumerator<Awaitable> Download(string page)
        {
            Defer(() => Console.WriteLine($"{page} hung up"));        // runs when Download ends, however it ends
            yield return Sleep(1.0);
            throw new IOException($"{page} is lost");
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Download("a"), out var outcome);      // try: await download("a")
            Console.WriteLine($"{outcome}");                          // except Exception as e: ...
            yield return Try(Download("b"))
                .Catch<IOException>(e => Console.WriteLine($"caught: {e.Message}"))
                .Finally(() => Console.WriteLine("done"));
        }
        // end-snippet

        Console.ShouldRead(
            "a hung up",
            "IOException: a is lost",
            "b hung up",
            "caught: b is lost",
            "done");
    }

    [Test]
    public void Cancel_RunsFinally()
    {
        RunVirtually(Main());

        // snippet: cancellation
        IEnumerator<Awaitable> Main()
        {
            CoTask patrol = CreateTask(Patrol());
            yield return Sleep(1.0);
            patrol.Cancel("end of shift");
            yield return Settle(patrol, out var outcome, includeCancellation: true);
            Console.WriteLine($"{outcome}: {outcome.Exception!.Message}");   // cancelled: end of shift
        }

        IEnumerator<Awaitable> Patrol()
        {
            try { yield return Sleep(3600); }
            finally { Console.WriteLine("lights off"); }                     // runs at the cancel
        }
        // end-snippet

        Console.ShouldRead("lights off", "cancelled: end of shift");
    }

    [Test]
    public void Tick_DrivesAGame()
    {
        // snippet: tick
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Jump());
        for (int frame = 1; frame <= 5; frame++)
            scheduler.Tick(0.25);                                     // once a frame, with the frame's time; never waits

        IEnumerator<Awaitable> Jump()
        {
            yield return Sleep(0.4);                                  // frame time: this is over at 0.4, inside the second frame
            for (int y = 3; y >= 0; y--)
            {
                Console.WriteLine($"{Scheduler.Current.Time:0.00} s: y = {y}");
                yield return null;                                    // the next frame
            }
        }
        // end-snippet

        Console.ShouldRead("0.40 s: y = 3", "0.75 s: y = 2", "1.00 s: y = 1", "1.25 s: y = 0");
    }

    // snippet: virtual-clock
    [Test]
    public void Backup_OfADay_RunsEveryHour()
    {
        var clock = new VirtualClock();
        Scheduler.Run<int>(BackUp(until: 86_400), new SchedulerOptions { TimeProvider = clock }).ShouldBe(24);
        IEnumerator<Awaitable> BackUp(double until)
        {
            int backups = 0;
            for (; clock.Time < until; backups++)
                yield return Sleep(3600);
            yield return Return(backups);
        }
    }
    // end-snippet

    [Test]
    public void Sockets_AnEchoServer_SendsBackWhatItReceives()
    {
        RunVirtually(Main());

        IEnumerator<Awaitable> Echo(Socket connection)
        {
            var buffer = new byte[4096];
            for (int length = 1; length > 0;)
            {
                yield return Await<int>(EchoOnce(connection, buffer)).Into(out var count);
                length = count.Result;
            }
        }

        // snippet: sockets
        IEnumerator<Awaitable> EchoOnce(System.Net.Sockets.Socket connection, byte[] buffer)
        {
            yield return Receive(connection, buffer).Into(out var count);
            yield return Send(connection, buffer.AsMemory(0, count.Result));
            yield return Return(count.Result);
        }
        // end-snippet

        IEnumerator<Awaitable> Serve(Socket listener)
        {
            yield return Accept(listener).Into(out var connection);
            using Socket socket = connection.Result;
            yield return Await(Echo(socket));
        }

        IEnumerator<Awaitable> Main()
        {
            using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            CreateTask(Serve(listener));

            using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            yield return Connect(client, listener.LocalEndPoint!);
            yield return Send(client, Encoding.ASCII.GetBytes("hello"));
            var answer = new byte[16];
            yield return Receive(client, answer).Into(out var count);
            Console.WriteLine(Encoding.ASCII.GetString(answer, 0, count.Result));
            client.Shutdown(SocketShutdown.Send);
            yield return Receive(client, answer).Into(out count);
            Console.WriteLine($"{count.Result} bytes: the end");
        }

        Console.ShouldRead("hello", "0 bytes: the end");
    }
}
