using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

public class VirtualClockTests
{
    private const double Year = 365.25 * 86_400;

    private readonly VirtualClock _clock = new();
    private readonly List<double> _times = [];

    [Test]
    public void Run_OfASleep_JumpsExactlyAndAtOnce(
        [Values(1e-9, 0.1, 3600, Year, 100 * Year)] double seconds)
    {
        Run(SleepAndNote(seconds));

        _times.ShouldBe([seconds]);
        _clock.Time.ShouldBe(seconds);
    }

    [Test]
    public void Run_OfShortSleepsFarFromTheStart_StaysExact([Values(3600, Year, 100 * Year)] double start)
    {
        // Beside a century, the resolution of an ordinary clock vanishes (rule 3).
        _clock.Advance(start);
        Run(SleepAndNote(0.5, 0.25, 1.0 / 1024));

        _times.ShouldBe([start + 0.5, start + 0.75, start + 0.75 + 1.0 / 1024]);
    }

    [Test]
    public void SleepOfATenth_TenTimes_AddsUpAsInPython()
    {
        Run(SleepAndNote([.. Enumerable.Repeat(0.1, 10)]));

        // [sum([0.1] * n) added one by one for n in range(1, 11)]
        _times.ShouldBe([
            0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6, 0.7, 0.7999999999999999, 0.8999999999999999, 0.9999999999999999]);
    }

    [Test]
    public void Sleeps_OfManyTasks_InterleaveByTheirDeadlines()
    {
        var log = new List<string>();
        Run(Main());
        log.ShouldBe(["2 a", "3 b", "4 a", "6 b", "6 a", "8 a", "9 b"]);

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Every("a", 2, 4));
            yield return CreateTask(Every("b", 3, 3));
        }

        IEnumerator<Awaitable> Every(string name, double seconds, int times)
        {
            for (int i = 0; i < times; i++)
            {
                yield return Sleep(seconds);
                log.Add($"{_clock.Time} {name}");
            }
        }
    }

    [Test]
    public void Advance_InsideAStep_MakesWhatItPassedDueInOrder()
    {
        var log = new List<string>();
        Run(Main());

        log.ShouldBe(["10: 1", "10: 2", "10: 3", "12: 12"]);

        IEnumerator<Awaitable> Main()
        {
            foreach (int when in (int[])[3, 1, 12, 2])
            {
                Scheduler.Current.CallAt(when, () => log.Add($"{_clock.Time}: {when}"));
            }

            _clock.Advance(TimeSpan.FromSeconds(4));
            _clock.Advance(6.0);
            yield return Sleep(5);
        }
    }

    [Test]
    public void Advance_ByWhatIsNoTime_IsRefused([Values(-1, double.NaN, double.PositiveInfinity, double.NegativeInfinity)] double seconds)
    {
        _clock.Advance(2);
        Should.Throw<ArgumentOutOfRangeException>(() => _clock.Advance(seconds));
        _clock.Time.ShouldBe(2);
    }

    [Test]
    public void Timestamps_AndUtcNow_FollowTheTime()
    {
        var start = new DateTimeOffset(2030, 5, 17, 12, 0, 0, TimeSpan.Zero);
        var clock = new VirtualClock(start);
        long before = clock.GetTimestamp();

        clock.Advance(90.5);

        clock.GetUtcNow().ShouldBe(start.AddSeconds(90.5));
        clock.GetElapsedTime(before).ShouldBe(TimeSpan.FromSeconds(90.5));
        new VirtualClock().GetUtcNow().ShouldBe(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Test]
    public void UtcNow_AfterACenturyOfSleep_IsACenturyLater()
    {
        Run(SleepAndNote(36_525 * 86_400.0));
        _clock.GetUtcNow().ShouldBe(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Test]
    public void Clock_GivenToSeveralRuns_GoesOnFromOneToTheNext()
    {
        Run(SleepAndNote(1));
        Run(SleepAndNote(1));
        _times.ShouldBe([1, 2]);
    }

    [Test]
    public void Clock_UnderTicks_MovesByFrames()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _clock });
        scheduler.CreateTask(SleepAndNote(1, 1));

        scheduler.Tick(1.5);
        _clock.Time.ShouldBe(1.5);
        _clock.Advance(0.25);
        scheduler.Tick(0.5);

        _times.ShouldBe([1, 2]);
        scheduler.Time.ShouldBe(2.25);
    }

    private void Run(IEnumerator<Awaitable> main) =>
        Scheduler.Run(main, new SchedulerOptions { TimeProvider = _clock });

    private IEnumerator<Awaitable> SleepAndNote(params double[] seconds)
    {
        foreach (double each in seconds)
        {
            yield return Sleep(each);
            _times.Add(Scheduler.Current.Time);
        }
    }
}
