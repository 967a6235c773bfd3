using System.Net.Sockets;
using Coroutines.Tests.IO;

namespace Coroutines.Tests.Streams;

/// <summary>Streams in a game loop: at which time what has arrived is handed out, and how much of it in a frame.</summary>
public sealed class StreamFrameTests
{
    private readonly List<double> _times = [];
    private int _hops;

    [SetUp]
    public void ForgetAll()
    {
        _times.Clear();
        _hops = 0;
    }

    [TestCase(SelectorKind.Epoll)]
    [TestCase(SelectorKind.Portable)]
    [Platform("Linux")]
    public void WhatHasArrived_IsHandedOutAtTheTimeOfTheLastFrame(SelectorKind kind)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = kind });
        using ConnectedPair pair = new();
        scheduler.CreateTask(ReadOn(Over(scheduler, pair.Near)));
        scheduler.Tick(0.25);
        for (int i = 0; i < 2; i++)
        {
            pair.SendFromFar();
            pair.Near.Poll(-1, SelectMode.SelectRead).ShouldBeTrue();
            scheduler.Tick(0.25);
        }

        scheduler.Time.ShouldBe(0.75);
        _times.ShouldBe([0.25, 0.5]);
    }

    // Each answers the other as long as it is let: the frame ends all the same, and neither is taken for a runaway.
    [Test]
    public void PairInMemory_ThatNeverRests_HasAFramesShareOfReceives()
    {
        using Scheduler scheduler = FrameScheduler();
        (CoStream here, CoStream there) = CoStream.CreatePair(scheduler);
        scheduler.CreateTask(Answer(here));
        scheduler.CreateTask(Answer(there));
        here.Write("x");
        for (int frame = 1; frame <= 3; frame++)
        {
            scheduler.Tick(0.01);
            _hops.ShouldBe(SocketTurns.OperationsAFrame * frame);
        }
    }

    [Test]
    public void PairInMemory_ThatCarriesMuch_HasAFramesShareOfBytes()
    {
        using Scheduler scheduler = FrameScheduler();
        (CoStream here, CoStream there) = CoStream.CreatePair(scheduler);
        scheduler.CreateTask(Send(here));
        CoTask receive = scheduler.CreateTask(Count(there));
        for (int frame = 1; frame <= 3; frame++)
        {
            long before = _hops;
            scheduler.Tick(0.01);
            (_hops - before).ShouldBeInRange(SocketTurns.BytesAFrame - InputBuffer.MostAtATime, SocketTurns.BytesAFrame + InputBuffer.MostAtATime);
        }

        receive.IsDone.ShouldBeFalse();
    }

    [TestCase(SelectorKind.Epoll)]
    [TestCase(SelectorKind.Portable)]
    [Platform("Linux")]
    public void Sockets_WhoseTimeIsUp_AreAskedOnceAFrame_AndPairsInMemoryAsBefore(SelectorKind kind)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = kind });
        scheduler.Sockets.Turns.TimeAFrame = TimeSpan.Zero;
        using ConnectedPair pair = new();
        CoStream here = Over(scheduler, pair.Near);
        scheduler.CreateTask(Answer(here));
        scheduler.CreateTask(Answer(Over(scheduler, pair.Far)));
        scheduler.Tick(0.01);
        here.Write("x");
        for (int frame = 1; frame <= 5; frame++)
        {
            scheduler.Tick(0.01);
            _hops.ShouldBeLessThanOrEqualTo(frame);
        }

        _hops.ShouldBeGreaterThan(0);
        _hops = 0;
        (CoStream one, CoStream other) = CoStream.CreatePair(scheduler);
        scheduler.CreateTask(Answer(one));
        scheduler.CreateTask(Answer(other));
        one.Write("x");
        scheduler.Tick(0.01);
        _hops.ShouldBeGreaterThanOrEqualTo(SocketTurns.OperationsAFrame - 1);
    }

    private static Scheduler FrameScheduler() =>
        new(new SchedulerOptions { TimeProvider = new VirtualClock(), StepLimit = 50, TickIterationLimit = 20 });

    private static CoStream Over(Scheduler scheduler, Socket socket) =>
        CoStream.Over(scheduler, SocketConduit.Of(scheduler, socket), CoStream.DefaultLimit);

    private IEnumerator<Awaitable> ReadOn(CoStream stream)
    {
        while (true)
        {
            yield return stream.Read(1);
            _times.Add(Scheduler.Current.Time);
        }
    }

    private IEnumerator<Awaitable> Answer(CoStream stream)
    {
        byte[] buffer = new byte[1];
        while (true)
        {
            yield return stream.ReadExactly(buffer);
            _hops++;
            stream.Write(buffer);
        }
    }

    private static IEnumerator<Awaitable> Send(CoStream stream)
    {
        byte[] much = new byte[64 * 1024];
        while (true)
        {
            yield return stream.WriteAll(much);
        }
    }

    private IEnumerator<Awaitable> Count(CoStream stream)
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            yield return stream.Read(buffer).Into(out Awaitable<int> count);
            _hops += count.Result;
        }
    }
}
