using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.IO;

// Peers that never pause. What they send is there before the coroutines begin, so that the counts are exact.
internal abstract partial class SocketOperationContract
{
    [TestCase("receive")]
    [TestCase("send")]
    [TestCase("accept")]
    [TestCase("settled")]
    public void Flood_InARun_LetsOthersHaveTheirTurnAfterSixtyFour(string kind)
    {
        Flood flood = CreateFlood(kind);
        Run(Main());
        _trace.ShouldBe(["64", "128", "192"]);

        IEnumerator<Awaitable> Main()
        {
            CoTask flooded = CreateTask(flood.Take(200));
            CoTask other = CreateTask(Count());
            yield return flooded;
            yield return other;
        }

        IEnumerator<Awaitable> Count()
        {
            for (int i = 0; i < 3; i++)
            {
                _trace.Add($"{flood.Taken}");
                yield return null;
            }
        }
    }

    // What an item of the batch starts eagerly is part of its turn, or else each child would begin a new count.
    [Test]
    public void Flood_TakenByEagerChildren_LetsOthersHaveTheirTurn()
    {
        Flood flood = CreateFlood("eager");
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask flooded = CreateTask(flood.Take(1000));
            while (!flooded.IsDone)
            {
                int before = flood.Taken;
                yield return null;

                // The one that had to wait for its turn, and those after it.
                (flood.Taken - before).ShouldBeLessThanOrEqualTo(1 + 64);
            }
        }
    }

    [Test]
    public void Flood_TakenByAGather_ServesEachOnce()
    {
        Flood flood = CreateFlood("receive");
        Run(Main());
        flood.Taken.ShouldBe(1000);

        IEnumerator<Awaitable> Main()
        {
            yield return Gather(Enumerable.Range(0, 1000).Select(_ => Await(flood.Take(1))));
        }
    }

    [Test]
    public void Flood_OfSeveralReaders_EachHasSixtyFourAtATime()
    {
        Flood[] floods = [CreateFlood("receive"), CreateFlood("receive"), CreateFlood("receive")];
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask[] readers = [.. floods.Select(flood => CreateTask(flood.Take(200)))];
            for (int i = 1; i <= 3; i++)
            {
                yield return null;
                floods.ShouldAllBe(flood => flood.Taken == 64 * i);
            }

            foreach (CoTask reader in readers)
            {
                yield return reader;
            }
        }
    }

    [Test]
    public void Flood_CancelledWhileOthersHaveTheirTurn_LosesNothing()
    {
        (Socket near, Socket far) = Pair();
        byte[] data = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        far.Send(data);
        WaitForInput(near);
        List<byte> received = [];
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask reader = CreateTask(ReadOn());
            yield return null;
            received.Count.ShouldBe(64);
            reader.Cancel();
            yield return Settle(reader, out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();

            var rest = new byte[300];
            yield return Receive(near, rest).Into(out var count);
            received.AddRange(rest[..count.Result]);
            received.ShouldBe(data);
        }

        IEnumerator<Awaitable> ReadOn()
        {
            var buffer = new byte[1];
            while (true)
            {
                yield return Receive(near, buffer);
                received.Add(buffer[0]);
            }
        }
    }

    // The smallest limits that there are: what comes from outside counts against neither.
    [TestCase("receive")]
    [TestCase("send")]
    [TestCase("settled")]
    public void Flood_InATick_TakesAFramesShareAndGoesOnInTheNext(string kind)
    {
        using Scheduler scheduler = FrameScheduler();
        Flood flood = CreateFlood(kind);
        CoTask flooded = scheduler.CreateTask(flood.Take(int.MaxValue));
        CoTask other = scheduler.CreateTask(CountFrames());
        for (int frame = 1; frame <= 3; frame++)
        {
            scheduler.Tick(0.01);
            flood.Taken.ShouldBe(SocketTurns.OperationsAFrame * frame);
        }

        flooded.IsDone.ShouldBeFalse();
        other.IsDone.ShouldBeFalse();
        _trace.ShouldBe(["frame 1", "frame 2", "frame 3"]);
        scheduler.NextDeadline.ShouldBe(scheduler.Time);
    }

    [Test]
    public void Flood_OfSeveralReadersInATick_SharesTheFrameFairly()
    {
        using Scheduler scheduler = FrameScheduler();
        Flood[] floods = [CreateFlood("receive"), CreateFlood("readable"), CreateFlood("send"), CreateFlood("receive")];
        CoTask[] tasks = [.. floods.Select(flood => scheduler.CreateTask(flood.Take(int.MaxValue)))];
        for (int frame = 1; frame <= 3; frame++)
        {
            int[] before = [.. floods.Select(flood => flood.Taken)];
            scheduler.Tick(0.01);
            floods.Zip(before, (flood, taken) => flood.Taken - taken).ShouldAllBe(taken => taken > 0);
            floods.Select((flood, i) => flood.Taken - before[i]).Sum().ShouldBeLessThan(SocketTurns.OperationsAFrame + (64 * floods.Length));
        }

        tasks.ShouldAllBe(task => !task.IsDone);
    }

    // Whenever one of them waits again, the other is about to go on: the frame never comes to rest by itself.
    [TestCase("readable")]
    [TestCase("writable")]
    public void Flood_OfWaitersOutOfStepInATick_IsHeldBackByTheirNumber(string kind)
    {
        using Scheduler scheduler = FrameScheduler();
        Flood flood = CreateFlood(kind);
        CoTask[] tasks = [scheduler.CreateTask(flood.Take(int.MaxValue)), scheduler.CreateTask(TakeLater())];
        for (int frame = 1; frame <= 3; frame++)
        {
            int before = flood.Taken;
            scheduler.Tick(0.01);
            (flood.Taken - before).ShouldBeInRange(1, SocketTurns.OperationsAFrame + tasks.Length);
        }

        tasks.ShouldAllBe(task => !task.IsDone);

        IEnumerator<Awaitable> TakeLater()
        {
            // An odd number of iterations.
            yield return Gather(Nothing(), Nothing());
            yield return Await(flood.Take(int.MaxValue));
        }

        static IEnumerator<Awaitable> Nothing()
        {
            yield break;
        }
    }

    // Many bytes are as much work as many operations.
    [Test]
    public void Flood_OfLargeBlocksInATick_IsHeldBackByItsBytes()
    {
        using Scheduler scheduler = FrameScheduler();
        var operation = new EndlessOperation(Tcp(), bytes: SocketTurns.BytesAFrame / 8);
        CoTask task = scheduler.CreateTask(Yield(operation.ToAwaitable(0)));
        for (int frame = 1; frame <= 3; frame++)
        {
            scheduler.Tick(0.01);
            operation.Calls.ShouldBe(8 * frame);
        }

        task.IsDone.ShouldBeFalse();
    }

    // A single Send of much to a peer that takes it as fast as it comes.
    [Test]
    public void Operation_OfManyCalls_LetsOthersHaveTheirTurnBetweenThem()
    {
        var operation = new EndlessOperation(Tcp(), bytes: 1);
        Run(Main());

        IEnumerator<Awaitable> Main()
        {
            CoTask endless = CreateTask(Yield(operation.ToAwaitable(0)));
            for (int i = 1; i <= 3; i++)
            {
                yield return null;
                operation.Calls.ShouldBe(64 * i);
            }

            endless.Cancel();
            yield return Settle(endless, out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
        }
    }

    // What is done at the end of the last frame has no share to mind.
    [Test]
    public void Flood_AtTheEndOfAGameLoop_IsNotHeldBack()
    {
        Scheduler scheduler = FrameScheduler();
        Flood flood = CreateFlood("receive");
        scheduler.CreateTask(flood.Take(int.MaxValue));
        scheduler.Tick(0.01);
        bool isCleanedUp = false;
        scheduler.CreateTask(CleanUp());
        scheduler.Tick(0.01);

        scheduler.Dispose();

        isCleanedUp.ShouldBeTrue();

        IEnumerator<Awaitable> CleanUp()
        {
            Defer(flood.Take(10));
            Defer(Note());
            yield return new Future();
        }

        IEnumerator<Awaitable> Note()
        {
            yield return Await(flood.Take(10));
            isCleanedUp = true;
        }
    }

    private protected static IEnumerator<Awaitable> Yield(Awaitable awaitable)
    {
        yield return awaitable;
    }

    private IEnumerator<Awaitable> CountFrames()
    {
        while (true)
        {
            _trace.Add($"frame {Scheduler.Current.FrameCount}");
            yield return null;
        }
    }

    private Scheduler FrameScheduler()
    {
        var scheduler = new Scheduler(new SchedulerOptions
        {
            Selector = Kind,
            ExceptionHandler = _reports.Add,
            StepLimit = 5,
            TickIterationLimit = 20,
        });

        // What is counted here are operations.
        scheduler.Sockets.Turns.TimeAFrame = TimeSpan.MaxValue;
        return scheduler;
    }

    private Flood CreateFlood(string kind)
    {
        const int Bytes = 3 * SocketTurns.OperationsAFrame;
        if (kind == "accept")
        {
            Socket listener = Listener();
            for (int i = 0; i < 200; i++)
            {
                Tcp().Connect(listener.LocalEndPoint!);
            }

            WaitForInput(listener);
            return new Flood(kind, listener, opened => Open(opened));
        }

        (Socket near, Socket far) = LoopbackPair.Create();
        Open(near);
        Open(far);
        far.Send(new byte[Bytes]).ShouldBe(Bytes);
        while (near.Available < Bytes)
        {
            WaitForInput(near);
        }

        return new Flood(kind, near, opened => Open(opened));
    }

    /// <summary>A socket that is always ready, and a coroutine that makes use of it.</summary>
    private sealed class Flood(string kind, Socket socket, Action<Socket> keep)
    {
        private readonly byte[] _buffer = new byte[1];

        internal int Taken { get; private set; }

        internal IEnumerator<Awaitable> Take(int count)
        {
            for (int i = 0; i < count; i++)
            {
                switch (kind)
                {
                    case "receive":
                        yield return Receive(socket, _buffer);
                        break;
                    case "send":
                        yield return Send(socket, _buffer);
                        break;
                    case "accept":
                        yield return Accept(socket).Into(out var accepted);
                        keep(accepted.Result);
                        break;
                    case "settled":
                        yield return Settle(Receive(socket, _buffer), out _);
                        break;
                    case "eager":
                        yield return CreateTask(Yield(Receive(socket, _buffer)), eager: true);
                        break;
                    case "readable":
                        yield return Readable(socket);
                        break;
                    default:
                        yield return Writable(socket);
                        break;
                }

                Taken++;
            }
        }
    }

    /// <summary>Each call of it gets some way, and none to the end.</summary>
    private sealed class EndlessOperation(Socket socket, int bytes) : SocketOperation<int>(socket, Interest.Write)
    {
        internal int Calls { get; private set; }

        private protected override Progress Try(SocketPoller sockets, ref int result, out int moved)
        {
            Calls++;
            moved = bytes;
            return Progress.Partial;
        }
    }
}
