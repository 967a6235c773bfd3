using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The page on what to do when one loop is not enough: its programs are run.</summary>
public sealed class ScalingTests
{
    private readonly Dictionary<string, int> _stock = new() { ["tea"] = 3 };

    private List<string> Log { get; } = [];

    [Test]
    public void Ask_OfAnotherLoop()
    {
        // snippet: scaling-ask
        using var group = new SchedulerGroup(count: 2);              // two loops, two threads; by default one for each processor
        Scheduler.Run(Order());                                      // any scheduler may ask them, a game loop too

        IEnumerator<Awaitable> Order()
        {
            yield return group[1].Ask<int>(() => TakeFromStock("tea", 2)).Into(out var left);
            Log.Add($"{left.Result} left");
            yield return group[1].Tell(() => Reorder("tea"));        // nobody waits for its end
        }

        IEnumerator<Awaitable> TakeFromStock(string what, int count) // runs on the second loop, from its start to its end
        {
            yield return Sleep(0.001);
            yield return Return(_stock[what] -= count);
        }

        // end-snippet
        group.Dispose();
        Log.ShouldBe(["1 left"]);
        _stock["tea"].ShouldBe(11);

        IEnumerator<Awaitable> Reorder(string what)
        {
            _stock[what] += 10;
            yield break;
        }
    }

    [Test]
    public void Key_AlwaysHasTheSameLoop()
    {
        using var group = new SchedulerGroup(count: 4);
        group.AskThreadsafeAll(Moves);

        // snippet: scaling-key
        IEnumerator<Awaitable> Move(string room, string player)
        {
            yield return group.For(room).Ask(() => Enter(room, player)); // a room lives on one loop: no lock, and in order
        }

        // end-snippet
        IEnumerator<Awaitable> Moves()
        {
            yield return Await(Move("cellar", "ann"));
            yield return Await(Move("cellar", "bob"));
        }

        Log.Distinct().Count().ShouldBe(1);
        Log.Count.ShouldBe(8);

        IEnumerator<Awaitable> Enter(string room, string player)
        {
            Log.Add($"{room} on {Scheduler.Current.Name}");
            yield break;
        }
    }

    [Test]
    [Platform("Linux")]
    public void Server_OnEachLoop()
    {
        int port = FreePort();

        // snippet: scaling-server
        using var group = new SchedulerGroup(2, new SchedulerGroupOptions { Main = Serve });

        IEnumerator<Awaitable> Serve(GroupedScheduler loop)
        {
            var options = new ServerOptions { ReusePort = true };     // each loop listens by itself; Linux deals the connections out
            yield return StartServer(Greet, "127.0.0.1", port, options).Into(out var server);
            yield return server.Result.ServeForever();
        }

        IEnumerator<Awaitable> Greet(CoStream client)
        {
            yield return client.ReadLine().Into(out var name);
            client.Write($"hello {name.Result}\n");
        }

        // end-snippet
        Scheduler.Run(Visit());

        IEnumerator<Awaitable> Visit()
        {
            // They may not listen yet.
            Outcome<CoStream> opened;
            do
            {
                yield return Sleep(0.001);
                yield return Settle(OpenConnection("127.0.0.1", port), out opened);
            }
            while (!opened.IsSuccess);

            opened.Result.Write("ann\n");
            yield return opened.Result.ReadLine().Into(out var answer);
            answer.Result.ShouldBe("hello ann");
            opened.Result.Close();
        }
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}

file static class Groups
{
    /// <summary>Has each loop in turn run a coroutine.</summary>
    internal static void AskThreadsafeAll(this SchedulerGroup group, Func<IEnumerator<Awaitable>> make)
    {
        foreach (GroupedScheduler loop in group)
        {
            loop.AskThreadsafe(make).Wait();
        }
    }
}
