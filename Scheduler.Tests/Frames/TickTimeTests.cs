using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>The frame clock: exact deadlines, long frames, no drift.</summary>
public class TickTimeTests
{
    private readonly Scheduler _scheduler = new();
    private readonly List<double> _times = [];

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void Tick_OfTen_WakesALoopOfSleepOneTenTimes()
    {
        _scheduler.CreateTask(Every(1));

        _scheduler.Tick(10);

        _times.ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        _scheduler.Time.ShouldBe(10);
    }

    [Test]
    public void Tick_OfATenthTenTimes_ReachesOneExactly()
    {
        _scheduler.CreateTask(Every(1));
        for (int i = 0; i < 9; i++)
        {
            _scheduler.Tick(0.1);
        }

        _times.ShouldBeEmpty();
        _scheduler.Tick(0.1);

        _scheduler.Time.ShouldBe(1.0);
        _times.ShouldBe([1.0]);
    }

    [Test]
    public void Tick_OfATenthSixThousandTimes_FiresALoopOfTenthsSixThousandTimes()
    {
        _scheduler.CreateTask(Every(0.1));
        for (int i = 0; i < 6000; i++)
        {
            _scheduler.Tick(0.1);
        }

        // The sleeper adds up naively, as a program would, and may lag behind the exact clock by a rounding error.
        _times.Count.ShouldBeInRange(5999, 6000);
        _scheduler.Time.ShouldBe(600.0);
    }

    [Test]
    public void Tick_WithOvershoot_CarriesItIntoTheNextWakeUps()
    {
        // A loop of 0.1 s under frames of 1/60 s: what overshoots a deadline is not dropped.
        _scheduler.CreateTask(Every(0.1));
        for (int i = 0; i < 3600; i++)
        {
            _scheduler.Tick(1.0 / 60);
        }

        _times.Count.ShouldBeInRange(599, 600);
        _times[9].ShouldBe(1.0, 1e-9);
    }

    // The day is what a server runs for: the sum of five million frames has to be as exact.
    [TestCase(600)]
    [TestCase(86_400, Category = "Nightly")]
    public void Tick_AtSixtyFramesASecond_NeitherLosesFramesNorDrifts(int length)
    {
        int expected = length * 60;
        int frames = 0;
        int seconds = 0;
        int tenths = 0;
        int late = 0;
        _scheduler.CreateTask(CountFrames());
        _scheduler.CreateTask(CountSeconds());
        _scheduler.CreateTask(CountTenths());
        for (int i = 0; i < expected; i++)
        {
            _scheduler.Tick(1.0 / 60);
        }

        _scheduler.Time.ShouldBe(length);
        (_scheduler.FrameCount, frames).ShouldBe((expected, expected));
        (seconds, tenths).ShouldBe((length, length * 10));
        late.ShouldBe(0);

        IEnumerator<Awaitable> CountFrames()
        {
            while (true)
            {
                frames++;
                yield return null;
            }
        }

        IEnumerator<Awaitable> CountSeconds()
        {
            while (true)
            {
                yield return Sleep(1);
                seconds++;
                late += _scheduler.Time == seconds ? 0 : 1;
            }
        }

        IEnumerator<Awaitable> CountTenths()
        {
            Ticker every = Awaitable.Every(0.1, CatchUp.RunEach);
            while (true)
            {
                yield return every;
                tenths++;
            }
        }
    }

    [Test]
    public void Tick_OfALongFrame_FiresNestedDeadlinesInTheirOrder()
    {
        var log = new List<string>();
        _scheduler.CreateTask(Node("a", 4, Node("b", 4), Node("c", 2, Node("d", 2), Node("e", 1))));

        _scheduler.Tick(100);

        // b and d are due at the same moment; b was set first.
        log.ShouldBe(["4 a", "6 c", "7 e", "8 b", "8 d"]);

        IEnumerator<Awaitable> Node(string name, double delay, params IEnumerator<Awaitable>[] children)
        {
            yield return Sleep(delay);
            log.Add($"{_scheduler.Time} {name}");
            foreach (IEnumerator<Awaitable> child in children)
            {
                _scheduler.CreateTask(child);
            }
        }
    }

    [Test]
    public void Tick_OfZero_RunsWhatIsReadyAndResumesFrames()
    {
        _scheduler.CreateTask(EachFrame());
        for (int i = 0; i < 3; i++)
        {
            _scheduler.Tick(0);
        }

        _times.ShouldBe([0, 0, 0]);
    }

    [Test]
    public void Tick_OfWhatIsNoFrameTime_IsRefusedAndRunsNothing()
    {
        _scheduler.CreateTask(EachFrame());
        foreach (double seconds in (double[])[-1, -double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            Should.Throw<ArgumentOutOfRangeException>(() => _scheduler.Tick(seconds)).ParamName.ShouldBe("seconds");
        }

        Should.Throw<ArgumentOutOfRangeException>(() => _scheduler.Tick(TimeSpan.FromSeconds(-1)));
        _times.ShouldBeEmpty();
        _scheduler.Tick(-0.0);
        _times.ShouldBe([0]);
    }

    [Test]
    public void Tick_OfAHugeTime_ReachesItAndGoesOn()
    {
        _scheduler.CreateTask(Once(3e9));
        _scheduler.CreateTask(Once(double.PositiveInfinity));

        _scheduler.Tick(1e300);
        _scheduler.Tick(TimeSpan.FromDays(1));

        _times.ShouldBe([3e9]);
        _scheduler.Time.ShouldBe(1e300);
    }

    [Test]
    public void Tick_WhoseDeadlineIsTheEndOfTheFrame_FiresInThatFrame()
    {
        _scheduler.CreateTask(Once(0.5));
        _scheduler.Tick(0.25);
        _scheduler.Tick(0.25);
        _times.ShouldBe([0.5]);
    }

    [Test]
    public void TimersSetInTheThirdPart_ForThatVeryMoment_FireInTheSameTick()
    {
        // Whether something else happens to be ready must make no difference.
        var log = new List<string>();
        _scheduler.CreateTask(Main());
        _scheduler.Tick(1);

        _scheduler.Tick(1);
        log.ShouldBe(["yielder at 2", "timer at 2"]);

        IEnumerator<Awaitable> Main()
        {
            yield return null;
            log.Add($"yielder at {_scheduler.Time}");
            _scheduler.CallLater(0, () => log.Add($"timer at {_scheduler.Time}"));
        }
    }

    private IEnumerator<Awaitable> Every(double seconds)
    {
        while (true)
        {
            yield return Sleep(seconds);
            _times.Add(_scheduler.Time);
        }
    }

    private IEnumerator<Awaitable> Once(double seconds)
    {
        yield return Sleep(seconds);
        _times.Add(_scheduler.Time);
    }

    private IEnumerator<Awaitable> EachFrame()
    {
        while (true)
        {
            _times.Add(_scheduler.Time);
            yield return null;
        }
    }
}
