using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>Moments at equal distances, and what becomes of those that are missed.</summary>
public class TickerTests
{
    private readonly FrameRig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Every_InFramesThatDoNotFit_GoesOnAtEachMomentExactly([Values] CatchUp catchUp)
    {
        _rig.Start(LogEach(Every(0.1, catchUp)));
        _rig.Tick(seconds: 0);
        _rig.Tick(2, seconds: 0.25);
        _rig.ShouldHaveLogged("0.1 1 0", "0.2 2 0", "0.3 3 0", "0.4 4 0", "0.5 5 0");
    }

    [TestCase(CatchUp.RunEach, "1 1 0", "3.5 2 0", "3.5 3 0", "4 4 0", "5 5 0")]
    [TestCase(CatchUp.Skip, "1 1 0", "4 4 2", "5 5 2", "6 6 2", "7 7 2")]
    [TestCase(CatchUp.Merge, "1 1 0", "3.5 3 1", "4 4 1", "5 5 1", "6 6 1")]
    public void Every_AfterSomethingElseThatTookLonger_CatchesUpByTheRule(CatchUp catchUp, params string[] expected)
    {
        _rig.Start(Work());
        _rig.Tick(40);
        _rig.ShouldHaveLogged(expected);

        IEnumerator<Awaitable> Work()
        {
            Ticker every = Every(1, catchUp);
            for (int i = 0; i < 5; i++)
            {
                yield return every;
                _rig.LogTime($"{every.Count} {every.Missed}");
                if (i == 0)
                {
                    yield return Sleep(2.5);
                }
            }
        }
    }

    [TestCase(CatchUp.RunEach), TestCase(CatchUp.Skip), TestCase(CatchUp.Merge)]
    public void Every_AtExactlyAMoment_GoesOnAtOnce(CatchUp catchUp)
    {
        _rig.Start(Work());
        _rig.Tick(40);
        _rig.ShouldHaveLogged("1 1 0", "2 2 0", "3 3 0");

        IEnumerator<Awaitable> Work()
        {
            Ticker every = Every(1, catchUp);
            for (int i = 0; i < 3; i++)
            {
                yield return every;
                _rig.LogTime($"{every.Count} {every.Missed}");
                yield return Sleep(1);
            }
        }
    }

    [Test]
    public void Every_WhoseWaitIsCancelled_LosesNoMoment([Values] CatchUp catchUp)
    {
        _rig.Start(Work());
        _rig.Tick(20);
        _rig.ShouldHaveLogged("0.25 False 0 0", "0.5 False 0 0", "0.75 False 0 0", "1 True 1 0", "1.25 False 1 0");

        IEnumerator<Awaitable> Work()
        {
            Ticker every = Every(1, catchUp);
            for (int i = 1; i <= 5; i++)
            {
                yield return Settle(Limited(every), out var outcome);
                if (outcome.Exception is TimeoutException)
                {
                    _rig.LogTime($"False {every.Count} {every.Missed}");
                }
                else
                {
                    _rig.LogTime($"True {every.Count} {every.Missed}");
                }
            }
        }

        static IEnumerator<Awaitable> Limited(Ticker every)
        {
            // Of two deadlines at the same moment, the one that was set first comes first: the limit is set a little later.
            using (Timeout(Now < 0.7 ? 0.25 : 0.2500001))
            {
                yield return every;
            }
        }
    }

    [Test]
    public void Every_TooOftenForTheTimeToTell_IsAnErrorThatNamesIt([Values] CatchUp catchUp)
    {
        CoTask task = _rig.Start(Work(Every(1e-20, catchUp)), "ticking");
        _rig.Tick(seconds: 2);
        task.Exception!.Message.ShouldBe(
            "Work (task 'ticking') waits for a ticker (every 1E-20 s (1 so far)) whose moments can no longer be told from one another: it is 1 s. Give it a longer period.");

        static IEnumerator<Awaitable> Work(Ticker every)
        {
            yield return every;
            yield return SleepUntil(1);
            yield return every;
        }
    }

    [Test]
    public void Every_InAGroup_FollowsItsTime()
    {
        var group = new CoGroup(_rig.Scheduler) { TimeScale = 0.5 };
        group.CreateTask(LogEach(Every(0.5, CatchUp.RunEach)));
        _rig.Tick(8);
        group.Pause();
        _rig.Tick(8);
        group.Resume();
        group.TimeScale = 2;
        _rig.Tick(2);
        _rig.ShouldHaveLogged("1 1 0", "2 2 0", "4.25 3 0", "4.5 4 0");
    }

    [Test]
    public void Every_ForMany_IsTheSameMomentForEach_WithoutDrift()
    {
        Ticker? ticker = null;
        double last = 0;
        _rig.Start(Count());
        for (int i = 0; i < 60 * 60 * 60; i++)
        {
            _rig.Scheduler.Tick(1.0 / 60);
        }

        ticker!.Count.ShouldBe(36_000);
        last.ShouldBe(3600, 1e-9);

        IEnumerator<Awaitable> Count()
        {
            ticker = Every(0.1, CatchUp.RunEach);
            while (true)
            {
                yield return ticker;
                last = Now;
            }
        }
    }

    [Test]
    public void Every_InARun_CatchesUpAfterAStepThatTookLong()
    {
        var clock = new VirtualClock();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = clock });
        scheduler.RunUntilComplete(Work());
        _rig.ShouldHaveLogged("1 1 0", "4.5 4 2", "5 5 2");

        IEnumerator<Awaitable> Work()
        {
            Ticker every = Every(1, CatchUp.Merge);
            for (int i = 0; i < 3; i++)
            {
                yield return every;
                _rig.Log(FormattableString.Invariant($"{Now} {every.Count} {every.Missed}"));
                if (i == 0)
                {
                    clock.Advance(3.5);
                }
            }
        }
    }

    [Test]
    public void Ticker_OfTwoCoroutinesAtOnce_IsAnErrorOfTheSecond()
    {
        Ticker every = Every(1, CatchUp.Skip);
        _rig.Start(LogEach(every), "first");
        CoTask second = _rig.Start(LogEach(every), "second");
        _rig.Tick(4);
        second.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
            "LogEach (task 'second') waits for a ticker (every 1 s (0 so far)) for which LogEach (task 'first') waits already. "
            + "Give each of them one of its own.");
        _rig.ShouldHaveLogged("1 1 0");
    }

    [Test]
    public void Ticker_OfOneThatWasCancelled_GoesOnForTheNext()
    {
        Ticker every = Every(1, CatchUp.Skip);
        CoTask first = _rig.Start(LogEach(every));
        _rig.Scheduler.CallLater(1, () => first.Cancel());
        _rig.Tick(4);
        first.IsCancelled.ShouldBeTrue();
        _rig.Start(LogEach(every));
        _rig.Tick(4);
        _rig.Trace[^1].ShouldStartWith("2 2");
        every.ToString().ShouldBe("every 1 s (2 so far)");
        (every.Period, every.CatchUp).ShouldBe((1, CatchUp.Skip));
    }

    [TestCase(0), TestCase(-1), TestCase(double.NaN), TestCase(double.PositiveInfinity)]
    public void Every_WithNoFinitePositivePeriod_IsRefused(double period) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Every(period, CatchUp.Skip));

    [Test]
    public void Every_WithoutARule_IsRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Every(1, (CatchUp)3));
        Should.Throw<ArgumentOutOfRangeException>(() => Every(1, (CatchUp)(-1)));
        Should.Throw<ArgumentNullException>(() => (Awaitable)(Ticker)null!);
    }

    private IEnumerator<Awaitable> LogEach(Ticker every)
    {
        while (true)
        {
            yield return every;
            _rig.LogTime($"{every.Count} {every.Missed}");
        }
    }
}
