using System.Diagnostics;
using System.Net.Sockets;

namespace Coroutines.Tests.IO;

// How long a Poll waits, and what ends it early.
internal abstract partial class SelectorContract
{
    [TestCase(0.0003, false)]
    [TestCase(0.05, false)]
    [TestCase(0.25, false)]
    [TestCase(0.0003, true)]
    [TestCase(0.05, true)]
    [TestCase(0.25, true)]
    [Category("RealTime")]
    public void Poll_NothingReady_IsEmptyAndNeverEndsEarly(double seconds, bool isWatching)
    {
        if (isWatching)
        {
            _selector.Watch(Connect().Registration, Interest.Read);
        }

        for (double total = 0; total < 0.2; total += Math.Max(seconds, 0.02))
        {
            PollTimed(seconds, out (Registration, Interest)[] batch).ShouldBeGreaterThanOrEqualTo(seconds);
            batch.ShouldBeEmpty();
        }
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NegativeInfinity)]
    public void Poll_NoTimeToWait_OnlyLooks(double seconds)
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        Poll(seconds).ShouldBeEmpty();
    }

    [Test]
    public void Poll_NaN_IsRefused() => Should.Throw<ArgumentOutOfRangeException>(() => Poll(double.NaN));

    [TestCase(double.PositiveInfinity)]
    [TestCase(double.MaxValue)]
    [TestCase(1e9)]
    public void Poll_MoreTimeThanAnySystemCallTakes_StillWaits(double seconds)
    {
        Thread waker = WakeSoon();
        Poll(seconds).ShouldBeEmpty();
        waker.Join();
    }

    [Test]
    [Category("RealTime")]
    public void Poll_DataArrivesWhileWaiting_Ends()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        Thread sender = Soon(() => pair.SendFromFar());

        Poll(Patience).ShouldBe([(pair.Registration, Interest.Read)]);
        sender.Join();
    }

    [Test]
    public void Wake_BeforePoll_EndsItAtOnceAndOnlyOnce()
    {
        var waker = new Thread(_selector.Wake);
        waker.Start();
        waker.Join();

        PollTimed(Patience, out (Registration, Interest)[] batch).ShouldBeLessThan(Patience);
        batch.ShouldBeEmpty();
        PollTimed(0.02, out _).ShouldBeGreaterThanOrEqualTo(0.02);
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("RealTime")]
    public void Wake_DuringPoll_EndsIt(bool isWatching)
    {
        if (isWatching)
        {
            _selector.Watch(Connect().Registration, Interest.Read);
        }

        for (int round = 0; round < 3; round++)
        {
            Thread waker = WakeSoon();
            PollTimed(Patience, out (Registration, Interest)[] batch).ShouldBeLessThan(Patience);
            batch.ShouldBeEmpty();
            waker.Join();
        }
    }

    [Test]
    public void Wake_ManyTimes_CountsOnce()
    {
        for (int i = 0; i < 100_000; i++)
        {
            _selector.Wake();
        }

        Poll(Patience).ShouldBeEmpty();
        PollTimed(0.02, out _).ShouldBeGreaterThanOrEqualTo(0.02);
    }

    [Test]
    public void Wake_TogetherWithData_TheDataIsInTheBatch()
    {
        ConnectedPair pair = Connect();
        _selector.Watch(pair.Registration, Interest.Read);
        pair.SendFromFar();
        pair.Near.Poll(-1, SelectMode.SelectRead).ShouldBeTrue();
        _selector.Wake();

        Poll(Patience).ShouldBe([(pair.Registration, Interest.Read)]);
    }

    // A signal handled on the waiting thread interrupts the system call, whatever the handler says.
    [Test]
    [Category("RealTime")]
    [Platform("Linux")]
    public void Poll_InterruptedBySignals_WaitsOnForTheRestOfItsTime()
    {
        using var signals = new SignalStorm(everyMilliseconds: 5);
        var watch = Stopwatch.StartNew();
        int count = _selector.Poll(0.2).Length;
        double elapsed = watch.Elapsed.TotalSeconds;
        signals.Stop();
        elapsed.ShouldBeGreaterThanOrEqualTo(0.2);
        count.ShouldBe(0);
        signals.ShouldHaveCome();
    }

    // Each item is posted before its Wake. The consumer waits for ever, so a single lost Wake hangs it; it looks at the
    // posted items after each Poll, as the loop does.
    [TestCase(20_000)]
    [TestCase(100_000, Category = "Nightly")]
    public void Wake_RacingWithPoll_IsNeverLost(int itemsEach)
    {
        int posted = 0;
        var producers = new Thread[2];
        for (int i = 0; i < producers.Length; i++)
        {
            producers[i] = new Thread(() =>
            {
                for (int item = 0; item < itemsEach; item++)
                {
                    Interlocked.Increment(ref posted);
                    _selector.Wake();

                    // Pauses of all lengths up to that of a Poll, to meet it at each of its stages.
                    Thread.SpinWait(item * 31 % 200);
                }
            });
            producers[i].Start();
        }

        int taken = 0;
        double longest = 0;
        while (taken < producers.Length * itemsEach && longest < Patience)
        {
            longest = Math.Max(longest, PollTimed(Patience, out _));
            taken = Volatile.Read(ref posted);
        }

        Array.ForEach(producers, producer => producer.Join());
        longest.ShouldBeLessThan(Patience);
    }

    // Long enough for the other thread to be inside its Poll, nearly always; the outcome does not depend on it.
    private static Thread Soon(Action action)
    {
        var thread = new Thread(() =>
        {
            using var never = new ManualResetEvent(false);
            never.WaitOne(50);
            action();
        });
        thread.Start();
        return thread;
    }

    private Thread WakeSoon() => Soon(_selector.Wake);
}
