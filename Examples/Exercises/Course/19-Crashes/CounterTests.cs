using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(19)]
public sealed class CounterTests
{
    private const int Worlds = 100;

    // How many rows of what has happened the message shows.
    private const int MostRows = 40;

    [Test, Order(1)]
    public void Lines_AreCounted_AndOneThatIsSentAgainOnce()
    {
        InEachWorld(Script);

        static IEnumerator<Awaitable> Script(World world)
        {
            yield return Await(world.Expect("1 5", 5, "The total of the first line is 5."));
            yield return Await(world.Expect("2 7", 12, "5 and 7 are 12."));
            yield return Await(world.Expect("2 7", 12, "The second line was sent again, with the same number: it counts once."));
            yield return Await(world.Expect("3 7", 19, "This line has another number, so it counts."));
        }
    }

    [Test, Order(2)]
    public void WhatTheClientWasTold_OutlivesACrash()
    {
        InEachWorld(ScriptWithACrash);

        static IEnumerator<Awaitable> ScriptWithACrash(World world)
        {
            yield return Await(world.Expect("1 5", 5, "The total of the first line is 5."));
            world.Crash();
            yield return Await(world.Expect(
                "2 7", 12, "The client was told the total of the first line, and then the server crashed. What was not flushed before, a crash may lose."));
        }
    }

    [Test, Order(3)]
    public void LineThatIsSentAgainAfterACrash_CountsOnce()
    {
        InEachWorld(ScriptWithACrash);

        static IEnumerator<Awaitable> ScriptWithACrash(World world)
        {
            yield return Await(world.Expect("1 5", 5, "The total of the first line is 5."));
            world.Crash();
            yield return Await(world.Expect("1 5", 5, "The line was counted before the crash, and is sent again after it. How can the server know that?"));
        }
    }

    [Test, Order(4)]
    public void HalfALine_CountsForNothing_AndNothingStandsBehindIt()
    {
        InEachWorld(ScriptWithTwoCrashes);

        static IEnumerator<Awaitable> ScriptWithTwoCrashes(World world)
        {
            yield return Await(world.Expect("1 1000", 1000, "The total of the first line is 1000."));
            yield return Await(world.SendAndCrash("2 2000"));
            yield return Await(world.Expect(
                "2 2000", 3000, "The server has crashed while it wrote the second line. Half a line may be at the end of the file: it counts for nothing."));
            world.Crash();
            yield return Await(world.Expect(
                "3 4000", 7000, "After half a line was found, the next one was written, and the server crashed again. It must not stand behind the half one (Truncate), which counts for nothing."));
        }
    }

    private static void InEachWorld(Func<World, IEnumerator<Awaitable>> script)
    {
        for (int seed = 0; seed < Worlds; seed++)
        {
            using var world = new World(seed);
            world.Run(script(world));
        }
    }

    /// <summary>A server that crashes, and its client, in one of many simulated worlds.</summary>
    private sealed class World : IDisposable
    {
        // Of the client, in seconds: how long it waits for an answer, and how long before it asks again.
        private const double Patience = 1;
        private const double Pause = 0.25;

        private readonly Simulation _simulation;
        private readonly SimulatedHost _server;
        private readonly Random _random;

        internal World(int seed)
        {
            _random = new Random(seed);
            _simulation = new Simulation(seed, new SimulationOptions { DiskLatency = 0.01, DiskLatencyMax = 0.05 });
            SimulatedHost? server = null;
            _server = server = _simulation.AddHost("server", () => Counter.Main(server!.Disk.Open("log")));
        }

        public void Dispose() => _simulation.Dispose();

        internal void Run(IEnumerator<Awaitable> script)
        {
            try
            {
                _simulation.Run(script);
            }
            catch (Exception error) when (error is not ShouldAssertException)
            {
                Fail($"The server has failed with {error.GetType().Name}: {error.Message}\nWhat did it find in its file? Half a line may be at the end of it.");
            }
        }

        internal void Crash() => _server.Restart();

        /// <summary>Sends a line, as often as it takes to get an answer.</summary>
        internal IEnumerator<Awaitable> Expect(string line, int total, string lookAt)
        {
            _simulation.Note($"the client sends {line}");
            for (int attempt = 1; attempt <= 3; attempt++)
            {
                yield return Settle(WaitFor<string>(Ask(line), Patience), out var answer);
                if (answer.Exception is null)
                {
                    _simulation.Note($"the client is told {answer.Result}");
                    if (answer.Result != $"{total}")
                    {
                        Fail($"The client has sent \"{line}\", and is told {answer.Result}. It should be {total}.\n{lookAt}");
                    }

                    yield break;
                }

                yield return Sleep(Pause);
            }

            Fail($"The client has sent \"{line}\" three times, and there is no answer.");
        }

        /// <summary>Sends a line, and has the server crash soon after it: perhaps before it has come, perhaps while it is written.</summary>
        internal IEnumerator<Awaitable> SendAndCrash(string line)
        {
            _simulation.Note($"the client sends {line}");
            yield return OpenConnection("server", Counter.Port).Into(out var stream);
            stream.Result.Write(line + "\n");
            yield return Sleep(0.05 * _random.NextDouble());
            Crash();
            stream.Result.Abort();
        }

        private static IEnumerator<Awaitable> Ask(string line)
        {
            yield return OpenConnection("server", Counter.Port).Into(out var stream);
            using (stream.Result)
            {
                stream.Result.Write(line + "\n");
                yield return stream.Result.ReadLine().Into(out var answer);
                yield return Return(answer.Result ?? throw new EndOfStreamException());
            }
        }

        private void Fail(string message) => throw new ShouldAssertException(
            $"{message}\n\nSeed {_simulation.Seed}. What has happened:\n{string.Join('\n', _simulation.Trace.ToString().Split('\n').TakeLast(MostRows))}");
    }
}
