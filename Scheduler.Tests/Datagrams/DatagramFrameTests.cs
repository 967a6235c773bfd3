using System.Net;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Datagrams;

/// <summary>Datagrams in a game loop.</summary>
public sealed class DatagramFrameTests
{
    private static readonly IPEndPoint _loopback = new(IPAddress.Loopback, 0);

    [TestCase(SelectorKind.Default)]
    [TestCase(SelectorKind.Portable)]
    public void WhatHasArrivedBeforeAFrame_IsReceivedInIt_AtTheTimeOfTheLastOne(SelectorKind kind)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = kind });

        // On a loaded machine any call may take longer than the share that sockets have.
        scheduler.Sockets.Turns.TimeAFrame = TimeSpan.FromHours(1);
        var times = new List<double>();
        CoDatagram? client = null;
        scheduler.CreateTask(Main());
        scheduler.Tick(1);
        for (int frame = 0; frame < 3; frame++)
        {
            client!.Send(new byte[] { 1 });
            client.Send(new byte[] { 2 });
            scheduler.Tick(1);
        }

        times.ShouldBe([1, 1, 2, 2, 3, 3]);

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(_loopback).Into(out var opened);
            CoDatagram server = opened.Result;
            yield return CreateDatagramEndpoint(remote: server.LocalEndPoint).Into(out opened);
            client = opened.Result;
            while (true)
            {
                yield return server.Receive();
                times.Add(Scheduler.Current.Time);
            }
        }
    }

    [Test]
    public void MoreThanTheQueueHolds_IsReceivedInAFrame_WhereSomebodyReceives()
    {
        using var scheduler = new Scheduler();
        scheduler.Sockets.Turns.TimeAFrame = TimeSpan.FromHours(1);
        int received = 0;
        CoDatagram? self = null;
        scheduler.CreateTask(Main());
        scheduler.Tick(1);
        for (int i = 0; i < 9; i++)
        {
            self!.SendTo(new byte[1], self.LocalEndPoint);
        }

        scheduler.Tick(1);
        (received, self!.DroppedCount).ShouldBe((9, 0));
        scheduler.Sockets.Turns.ServedCount.ShouldBe(9 + 9);

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(_loopback, options: new DatagramOptions { ReceiveQueueLimit = 2 }).Into(out var opened);
            self = opened.Result;
            while (true)
            {
                yield return self.Receive();
                received++;
            }
        }
    }

    // Two that answer each other without pause have their share of the frame, and go on in the next one.
    [Test]
    public void AFlood_DoesNotKeepAFrameFromEnding()
    {
        using var scheduler = new Scheduler();
        int count = 0;
        scheduler.CreateTask(Main());
        scheduler.Tick(1);
        for (int frame = 0; frame < 3; frame++)
        {
            int before = count;
            scheduler.Tick(1);
            count.ShouldBeGreaterThan(before);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return CreateDatagramEndpoint(_loopback).Into(out var opened);
            CoDatagram self = opened.Result;
            while (true)
            {
                yield return self.SendTo(new byte[1], self.LocalEndPoint);
                yield return self.Receive();
                count++;
            }
        }
    }
}
