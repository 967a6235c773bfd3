using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>Runaways are stopped and named; whatever merely is much is not.</summary>
public class TickLimitTests
{
    private readonly Scheduler _scheduler = new(new SchedulerOptions { TickIterationLimit = 1000 });
    private readonly List<string> _log = [];
    private bool _isRunningAway = true;

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void Tick_WithTasksThatWakeEachOther_NamesThoseThatWaitAtThatMomentToo()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TickIterationLimit = 100 });
        var there = new CoQueue<int>(1);
        var back = new CoQueue<int>(1);
        scheduler.CreateTask(Ping(), "ping");
        scheduler.CreateTask(Pong(), "pong");

        string message = Should.Throw<InvalidOperationException>(() => scheduler.Tick(0.1)).Message;

        message.ShouldContain("Ping (task 'ping')");
        message.ShouldContain("Pong (task 'pong')");

        IEnumerator<Awaitable> Ping()
        {
            while (true)
            {
                yield return there.Put(1);
                yield return back.Get();
            }
        }

        IEnumerator<Awaitable> Pong()
        {
            while (true)
            {
                yield return there.Get();
                yield return back.Put(1);
            }
        }
    }

    [Test]
    public void Tick_WithCoroutinesThatWakeEachOther_NamesThem()
    {
        _scheduler.CreateTask(Spin(), name: "spinner");

        var exception = Should.Throw<InvalidOperationException>(() => _scheduler.Tick(1));

        exception.Message.ShouldContain("Spin (task 'spinner')");
        exception.Message.ShouldContain("1000 iterations");
        exception.Message.ShouldContain("TickIterationLimit");
        _scheduler.IsRunning.ShouldBeFalse();
    }

    [Test]
    public void Tick_WithASleepThatMovesNothing_NamesTheSleeper([Values(1e-300, 1e-12, 1e-8)] double seconds)
    {
        _scheduler.CreateTask(SleepAgainAndAgain(seconds), name: "restless");

        Should.Throw<InvalidOperationException>(() => _scheduler.Tick(1)).Message.ShouldContain("(task 'restless')");
    }

    [Test]
    public void Tick_WithACallbackThatSchedulesItself_SaysSo()
    {
        void Again() => _scheduler.CallSoon(Again);
        Again();

        Should.Throw<InvalidOperationException>(() => _scheduler.Tick(0)).Message.ShouldContain("callbacks only");
    }

    [Test]
    public void Tick_AfterARunawayInTheFirstPart_LosesNeitherTimeNorTasks()
    {
        _scheduler.CreateTask(Every("sleeper", Sleep(1)));
        _scheduler.CreateTask(Every("yielder", Yield()));
        _scheduler.CreateTask(Every("waiter", WaitUntil(() => true)));
        _scheduler.Tick(0.5);
        _log.Clear();
        _scheduler.CreateTask(Spin());

        Should.Throw<InvalidOperationException>(() => _scheduler.Tick(1));
        _log.ShouldBeEmpty();
        _scheduler.Time.ShouldBe(0.5);
        _isRunningAway = false;
        _scheduler.Tick(1);

        _log.ShouldBe(["0.5 spinner ends", "1 sleeper", "2.5 yielder"]);
        _scheduler.Time.ShouldBe(2.5);
    }

    [Test]
    public void Tick_AfterARunawayInTheMiddleOfAFrame_GoesOnFromThere()
    {
        _scheduler.CreateTask(SpinAt(2));
        _scheduler.CreateTask(Every("sleeper", Sleep(1), Sleep(1), Sleep(1), Sleep(1), Sleep(1)));

        Should.Throw<InvalidOperationException>(() => _scheduler.Tick(3.5));
        _log.ShouldBe(["1 sleeper", "2 sleeper"]);
        _scheduler.Time.ShouldBe(2);
        _isRunningAway = false;
        _log.Clear();
        _scheduler.Tick(1);

        _log.ShouldBe(["2 spinner ends", "3 sleeper", "4 sleeper"]);
        _scheduler.Time.ShouldBe(4.5);
    }

    [Test]
    public void Tick_AfterARunawayInTheLastPart_GoesOnWithTheYielders()
    {
        _scheduler.CreateTask(Every("before", null, null, null));
        _scheduler.CreateTask(SpinAt(null));
        _scheduler.CreateTask(Every("after", null, null, null));
        _scheduler.Tick(1);
        Should.Throw<InvalidOperationException>(() => _scheduler.Tick(1));
        _log.ShouldBe(["2 before", "2 after"]);
        _isRunningAway = false;
        _log.Clear();

        _scheduler.Tick(1);

        _log.ShouldBe(["2 spinner ends", "3 before", "3 after"]);
    }

    [Test]
    public void Tick_OfALongFrameFullOfDeadlines_IsNoRunaway()
    {
        int woken = 0;
        for (int i = 1; i <= 20_000; i++)
        {
            _scheduler.CreateTask(SleepThenCount(i / 200.0));
        }

        _scheduler.Tick(100);

        woken.ShouldBe(20_000);

        IEnumerator<Awaitable> SleepThenCount(double seconds)
        {
            yield return Sleep(seconds);
            woken++;
        }
    }

    [Test]
    public void Tick_AtTheLimit_StillSucceeds()
    {
        int left = 999;
        void Again()
        {
            if (--left > 0)
            {
                _scheduler.CallSoon(Again);
            }
        }

        _scheduler.CallSoon(Again);
        _scheduler.Tick(0);
        left.ShouldBe(0);
    }

    private IEnumerator<Awaitable> Spin()
    {
        while (_isRunningAway)
        {
            yield return _scheduler.CreateTask(Nothing());
        }

        _log.Add($"{_scheduler.Time} spinner ends");
    }

    private IEnumerator<Awaitable> SpinAt(double? time)
    {
        yield return time is { } seconds ? Sleep(seconds) : null;
        yield return Await(Spin());
    }

    private IEnumerator<Awaitable> SleepAgainAndAgain(double seconds)
    {
        while (_isRunningAway)
        {
            yield return Sleep(seconds);
        }
    }

    private IEnumerator<Awaitable> Every(string name, params Awaitable[] waits)
    {
        foreach (Awaitable wait in waits)
        {
            yield return wait;
            _log.Add($"{_scheduler.Time} {name}");
        }
    }

    private static IEnumerator<Awaitable> Nothing()
    {
        yield break;
    }
}
