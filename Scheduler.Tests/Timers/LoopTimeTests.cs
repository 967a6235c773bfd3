using static Coroutines.Awaitable;

namespace Coroutines.Tests.Timers;

/// <summary>Scheduler.Time from before the first run to runs and Ticks in turn.</summary>
public class LoopTimeTests
{
    private readonly ManualTimeProvider _provider = new();
    private readonly List<double> _times = [];

    [Test]
    public void Time_BeforeAnyRun_StandsAtZero()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _provider });
        _provider.Advance(5);
        scheduler.Time.ShouldBe(0);
        _provider.Advance(5);
        scheduler.Time.ShouldBe(0);
    }

    [Test]
    public void Time_OfARun_StartsAtZeroAndGoesOnByItself()
    {
        _provider.Advance(1000);
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _provider });
        scheduler.CallSoon(() =>
        {
            _times.Add(scheduler.Time);
            _provider.Advance(2);
            _times.Add(scheduler.Time);
        });

        RunOneIteration(scheduler);
        _provider.Advance(3);

        _times.ShouldBe([0, 2]);
        scheduler.Time.ShouldBe(5);
    }

    [Test]
    public void Time_BetweenTicks_StandsStillWhateverTheClockSays()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _provider });
        scheduler.Tick(0.5);
        _provider.Advance(100);
        scheduler.Time.ShouldBe(0.5);
        scheduler.Tick(0.25);
        scheduler.Time.ShouldBe(0.75);
    }

    [Test]
    public void Time_OfRunsAndTicksInTurn_NeverGoesBack()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _provider });
        scheduler.CreateTask(NoteEveryStep(scheduler, Sleep(1), null, null, Sleep(1), null));

        scheduler.Tick(1.5);
        RunOneIteration(scheduler);
        _provider.Advance(2);
        scheduler.Time.ShouldBe(3.5);
        scheduler.Tick(1);
        scheduler.Time.ShouldBe(4.5);
        scheduler.Tick(1);

        // The bare yield at 1 waits for a frame; the run then takes it over, and its next one for the run's iteration.
        _times.ShouldBe([1, 1.5, 3.5, 4.5, 5.5]);
    }

    [Test]
    public void DeadlinesSetInARun_ReachedInATick_FireAtTheirExactTime()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = _provider });
        scheduler.CallSoon(() => scheduler.CallLater(2, () => _times.Add(scheduler.Time)));
        RunOneIteration(scheduler);
        _provider.Advance(0.5);

        scheduler.Tick(3);

        _times.ShouldBe([2]);
        scheduler.Time.ShouldBe(3.5);
    }

    private static void RunOneIteration(Scheduler scheduler)
    {
        scheduler.Stop();
        scheduler.RunForever();
    }

    private IEnumerator<Awaitable> NoteEveryStep(Scheduler scheduler, params Awaitable[] waits)
    {
        foreach (Awaitable wait in waits)
        {
            yield return wait;
            _times.Add(scheduler.Time);
        }
    }
}
