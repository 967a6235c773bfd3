using System.Text;
using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Worlds;

/// <summary>Disks: what is written, what is safe, and what a crash leaves.</summary>
public sealed class SimulatedDiskTests
{
    [Test]
    public void File_ReadsBackWhatWasWritten_AndTakesTime()
    {
        using var world = new World(options: new SimulationOptions { DiskLatency = 0.5, DiskLatencyMax = 0.5 });
        world.Simulation.AddHost("a", Write);
        world.Simulation.Run();
        world.Simulation.Time.ShouldBe(4);

        static IEnumerator<Awaitable> Write()
        {
            SimulatedFile file = SimulatedHost.Current!.Disk.Open("log");
            yield return file.Append(Bytes("hello world"));
            yield return file.Write(6, Bytes("there"));
            yield return file.Write(12, Bytes("!"));
            yield return file.Read(6, 100).Into(out Awaitable<byte[]> tail);
            tail.Result.ShouldBe(Bytes("there\0!"));
            yield return file.Read(100, 5).Into(out Awaitable<byte[]> behind);
            behind.Result.ShouldBeEmpty();
            yield return file.Truncate(5);
            yield return file.Flush();
            yield return file.ReadToEnd().Into(out Awaitable<byte[]> all);
            all.Result.ShouldBe(Bytes("hello"));
            file.Length.ShouldBe(5);
            file.ToString().ShouldBe("file 'log' of host 'a' (5 bytes)");
        }
    }

    [Test]
    public void Names_AreMadeChangedAndDeleted()
    {
        using var world = new World();
        SimulatedDisk disk = world.AddIdle("a").Disk;
        SimulatedFile file = disk.Open("b");
        disk.Open("b").ShouldBe(file);
        disk.Open("a");
        disk.Files.ShouldBe(["a", "b"]);
        disk.Rename("b", "a");
        disk.Files.ShouldBe(["a"]);
        disk.Open("a").ShouldBe(file);
        file.Name.ShouldBe("a");
        disk.Contains("b").ShouldBeFalse();
        Should.Throw<FileNotFoundException>(() => disk.Rename("b", "c")).Message.ShouldContain("host 'a' has no file 'b'; it has 'a'");
        disk.Delete("a").ShouldBeTrue();
        disk.Delete("a").ShouldBeFalse();
    }

    [Test]
    public void WhatWasFlushed_OutlivesEveryCrash_AndTheDiskOutlivesTheHost()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            using var world = new World(seed);
            SimulatedHost host = world.Simulation.AddHost("a", WriteAndFlush);
            world.Simulation.Run(0.5);
            host.Restart();
            world.Simulation.Run(0.5);
            world.Log.ShouldBe(["0 bytes", "4 bytes"]);

            IEnumerator<Awaitable> WriteAndFlush()
            {
                SimulatedFile file = SimulatedHost.Current!.Disk.Open("log");
                world.Log.Add($"{file.Length} bytes");
                yield return file.Append(Bytes("safe"));
                yield return file.Flush();
                yield return file.Write(0, Bytes("bold"));
                yield return file.Truncate(4);
                yield return Sleep(1);
            }
        }
    }

    [Test]
    public void WhatWasNotFlushed_IsLostTornOrKept_ByTheSeed()
    {
        var outcomes = new HashSet<string>();
        for (int seed = 0; seed < 200; seed++)
        {
            outcomes.Add(Crash(seed));
            Crash(seed).ShouldBe(Crash(seed), $"seed {seed}");
        }

        // Each of the two by itself: the second one may be there where the first is not, with zeros in its place.
        outcomes.ShouldContain("....");
        outcomes.ShouldContain("....abc");
        outcomes.ShouldContain("....abcdef");
        outcomes.ShouldContain("....___def");
        outcomes.ShouldContain(static outcome => outcome.EndsWith("ab", StringComparison.Ordinal));
        outcomes.ShouldContain("....a__def");
        outcomes.ShouldAllBe(static outcome => outcome.StartsWith("....", StringComparison.Ordinal));

        static string Crash(int seed)
        {
            using var world = new World(seed);
            SimulatedHost host = world.Simulation.AddHost("a", Write);
            world.Simulation.Run(1);
            host.Crash();
            string contents = string.Empty;
            world.Simulation.Run(Read());
            return contents;

            IEnumerator<Awaitable> Read()
            {
                yield return host.Disk.Open("log").ReadToEnd().Into(out Awaitable<byte[]> bytes);
                contents = Encoding.ASCII.GetString(bytes.Result).Replace('\0', '_');
            }
        }

        static IEnumerator<Awaitable> Write()
        {
            SimulatedFile file = SimulatedHost.Current!.Disk.Open("log");
            yield return file.Append(Bytes("...."));
            yield return file.Flush();
            yield return file.Append(Bytes("abc"));
            yield return file.Append(Bytes("def"));
        }
    }

    [Test]
    public void Flush_CoversWhatWasWrittenBeforeIt_WhenItIsOver()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            using var world = new World(seed, new SimulationOptions { DiskLatency = 1, DiskLatencyMax = 1 });
            SimulatedHost host = world.Simulation.AddHost("a", Write);
            world.Simulation.Run(2.5);
            host.Crash();
            host.Disk.Open("log").Length.ShouldBeInRange(5, 10);
            host.Disk.Open("early").Length.ShouldBeInRange(0, 1000);

            static IEnumerator<Awaitable> Write()
            {
                SimulatedDisk disk = SimulatedHost.Current!.Disk;
                CreateTask(FlushLate(disk.Open("early")));
                yield return disk.Open("log").Append(new byte[5]);
                CreateTask(Append(disk.Open("log")));
                yield return disk.Open("log").Flush();
            }

            static IEnumerator<Awaitable> Append(SimulatedFile file)
            {
                yield return Sleep(0.5);
                yield return file.Append(new byte[5]);
            }

            static IEnumerator<Awaitable> FlushLate(SimulatedFile file)
            {
                yield return file.Append(new byte[1000]);
                yield return Sleep(1);
                yield return file.Flush();
            }
        }
    }

    [Test]
    public void Latency_OfADisk_CanBeChanged()
    {
        using var world = new World();
        SimulatedHost host = world.AddIdle("a");
        host.Disk.Latency = 3;
        host.Disk.LatencyMax.ShouldBe(0.001);
        world.Simulation.Run(Flush());
        world.Simulation.Time.ShouldBe(3);

        IEnumerator<Awaitable> Flush()
        {
            yield return host.Disk.Open("log").Flush();
        }
    }

    [Test]
    public void Places_ThatAreNone_AreRefusedAtTheCall()
    {
        using var world = new World();
        SimulatedFile file = world.AddIdle("a").Disk.Open("log");
        Should.Throw<ArgumentOutOfRangeException>(() => file.Write(-1, default));
        Should.Throw<ArgumentOutOfRangeException>(() => file.Truncate(1L << 40)).Message.ShouldContain("2 GB");
        Should.Throw<ArgumentOutOfRangeException>(() => file.Read(0, -1));
        Should.Throw<ArgumentNullException>(() => world.Simulation.Host("a").Disk.Open(null!));
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
