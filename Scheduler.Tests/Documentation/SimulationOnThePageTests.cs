using System.Net;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>What the page on the simulated world shows.</summary>
public sealed class SimulationOnThePageTests : SnippetTest
{
    [Test]
    public void Tickets_AreGivenOutTwice_AfterACrash()
    {
        // snippet: simulation-program
        for (int seed = 0; seed < 100; seed++)
        {
            using var world = new Simulation(seed);
            world.AddHost("tickets", Tickets);
            try
            {
                world.Run(Customers(world));
            }
            catch (InvalidOperationException error)
            {
                Console.WriteLine($"{error.Message} (seed {seed})");
                Console.WriteLine(world.Trace.ToString());
                break;
            }
        }

        // Gives out numbers, and keeps the last one on its disk.
        IEnumerator<Awaitable> Tickets()
        {
            SimulatedFile file = SimulatedHost.Current!.Disk.Open("last");
            yield return StartServer(GiveOut, null, 80);

            IEnumerator<Awaitable> GiveOut(CoStream stream)
            {
                yield return file.ReadToEnd().Into(out var last);
                int next = last.Result.FirstOrDefault() + 1;
                yield return file.Write(0, new[] { (byte)next });      // and no Flush
                stream.WriteLines([$"{next}"]);
                yield return stream.Drain();
            }
        }

        IEnumerator<Awaitable> Customers(Simulation world)
        {
            var given = new HashSet<string>();
            for (int i = 0; i < 2; i++)
            {
                yield return OpenConnection("tickets", 80).Into(out var stream);
                yield return stream.Result.ReadLine().Into(out var number);
                if (!given.Add(number.Result!))
                    throw new InvalidOperationException($"Number {number.Result} was given out twice.");
                world.Host("tickets").Restart();                       // a crash, and a start
            }
        }
        // end-snippet

        Console.Lines[0].ShouldBe("Number 1 was given out twice. (seed 2)");
    }

    [Test]
    public void Partition_IsWaitedOut()
    {
        // snippet: simulation-partition
        using var world = new Simulation(options: new SimulationOptions { Latency = 0.01, LatencyMax = 0.01 });
        world.AddHost("server", Serve);
        world.AddHost("client", Ask);
        world.Run(1.0);
        world.Partition("client", "server");
        world.Run(60.0);
        world.Repair("client", "server");
        world.Run();                                                   // until all mains have ended

        IEnumerator<Awaitable> Serve()
        {
            yield return StartServer(Answer, null, 80);
        }

        IEnumerator<Awaitable> Answer(CoStream stream)
        {
            yield return stream.ReadLine().Into(out var question);
            stream.WriteLines([$"{question.Result} is well"]);
            yield return stream.Drain();
        }

        IEnumerator<Awaitable> Ask()
        {
            yield return OpenConnection("server", 80).Into(out var stream);
            yield return Sleep(2.0);
            stream.Result.WriteLines(["server"]);
            yield return stream.Result.ReadLine().Into(out var answer);
            Console.WriteLine($"{Scheduler.Current.Time:0.00} s: {answer.Result}");
        }
        // end-snippet

        Console.ShouldRead("61.02 s: server is well");
    }

    [Test]
    public void Faults_ComeFromTheSeed()
    {
        // snippet: simulation-faults
        var options = new SimulationOptions
        {
            Loss = 0.01,                                               // of datagrams
            CrashesPerHour = 6,                                        // of each host
            PartitionsPerHour = 12,
            FaultDurationMax = 30.0,
            ClockDrift = 0.001,
        };
        using var world = new Simulation(seed: 42, options);
        foreach (string name in new[] { "a", "b", "c" })
            world.AddHost(name, Node);
        world.Run(TimeSpan.FromHours(10));
        world.EndFaults();                                             // all is mended: now the cluster has to come round
        world.Run(60.0);
        // end-snippet

        world.Hosts.ShouldAllBe(static host => host.IsUp);
        world.Trace.Count.ShouldBeGreaterThan(500);
    }

    private static IEnumerator<Awaitable> Node()
    {
        yield return new Future();
    }

    [Test]
    public void RecordedRun_IsReplayed_AtTheSameTimesAndAddresses()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("run");
        Record(file);
        Replay(file);

        // snippet: simulation-recording
        void Record(string path)
        {
            using var runner = new Runner();
            RunRecording recording = RunRecording.Start(runner.Scheduler);
            try
            {
                runner.Run(Ask());
            }
            finally
            {
                recording.Save(path);
            }
        }

        void Replay(string path)
        {
            RunRecording.Load(path).Replay(Ask());                 // with breakpoints, as slowly as you like
        }

        IEnumerator<Awaitable> Ask()
        {
            yield return StartServer(Answer, "127.0.0.1", 0).Into(out var server);
            yield return OpenConnection("127.0.0.1", ((IPEndPoint)server.Result.EndPoints[0]).Port).Into(out var stream);
            yield return stream.Result.ReadLine().Into(out var line);
            Console.WriteLine($"{Scheduler.Current.Time} s: {line.Result} at {stream.Result.LocalEndPoint}");
        }

        IEnumerator<Awaitable> Answer(CoStream stream)
        {
            stream.WriteLines(["all is well"]);
            yield return stream.Drain();
        }
        // end-snippet

        Console.Lines.Count.ShouldBe(2);
        Console.Lines[1].ShouldBe(Console.Lines[0]);
    }
}
