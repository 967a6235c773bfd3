using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>The three parts of a Tick, and the order inside each.</summary>
public class TickOrderTests
{
    private readonly Scheduler _scheduler = new();
    private readonly List<string> _log = [];

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void Tick_WithEverythingAtOnce_RunsItsThreePartsInOrder()
    {
        bool flag = false;
        _scheduler.CreateTask(Log("waiter", WaitUntil(() => flag)));
        _scheduler.CreateTask(Log("yielder", null));
        _scheduler.CreateTask(Log("sleeper", Sleep(0.25)));
        _scheduler.Tick(0);
        Take().ShouldBe(["0 waiter starts", "0 yielder starts", "0 sleeper starts"]);

        flag = true;
        _scheduler.CallLater(0.5, () => _log.Add($"{_scheduler.Time} timer"));
        _scheduler.CallSoon(() => _log.Add($"{_scheduler.Time} callback"));
        _scheduler.CallSoonThreadsafe(() => _log.Add($"{_scheduler.Time} posted"));
        _scheduler.CreateTask(Log("new", null));
        _scheduler.Tick(1);

        Take().ShouldBe([
            "0 callback", "0 new starts", "0 posted",
            "0.25 sleeper goes on", "0.5 timer",
            "1 yielder goes on", "1 waiter goes on"]);
        _scheduler.Tick(1);
        Take().ShouldBe(["2 new goes on"]);
    }

    [Test]
    public void Tick_AfterTasksWereCreated_TakesFirstStepsAtTheTimeOfTheLastFrame()
    {
        _scheduler.Tick(2.5);
        _scheduler.CreateTask(Log("task", Sleep(1)));

        _scheduler.Tick(0.5);
        _scheduler.Tick(0.5);

        Take().ShouldBe(["2.5 task starts", "3.5 task goes on"]);
    }

    [Test]
    public void BareYields_OfSeveralTasks_ResumeInTheNextTickInYieldOrder()
    {
        foreach (string name in (string[])["a", "b", "c"])
        {
            _scheduler.CreateTask(Frames(name));
        }

        for (int frame = 0; frame < 3; frame++)
        {
            _log.Add("|");
            _scheduler.Tick(1);
        }

        string.Concat(_log).ShouldBe("|a0b0c0|a1b1c1|a2b2c2");
    }

    [Test]
    public void BareYields_OfOneWhoSleptInBetween_GoToTheEndOfTheOrder()
    {
        _scheduler.CreateTask(Frames("a", sleepAt: 1));
        _scheduler.CreateTask(Frames("b"));
        for (int frame = 0; frame < 5; frame++)
        {
            _log.Add("|");
            _scheduler.Tick(1);
        }

        // The sleeper is woken in the second part of its frame, when the other one has yet to resume in the third.
        string.Concat(_log).ShouldBe("|a0b0|a1b1|a2b2|a3b3|a4b4");
    }

    [Test]
    public void EveryKindOfBareYield_InsideATick_WaitsForALaterOne()
    {
        Awaitable[] yields = [null, Yield(), NextFrame(), Sleep(0), Sleep(-1), Sleep(TimeSpan.Zero), default];
        _scheduler.CreateTask(Main());

        var steps = new List<int>();
        for (int frame = 0; frame < 9; frame++)
        {
            _scheduler.Tick(0.5);
            steps.Add(_log.Count);
        }

        steps.ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 8]);

        IEnumerator<Awaitable> Main()
        {
            foreach (Awaitable kind in yields)
            {
                _log.Add("step");
                yield return kind;
            }

            _log.Add("end");
        }
    }

    [Test]
    public void Yield_InEachPartOfATick_WaitsForTheNextTick()
    {
        _scheduler.CreateTask(Log("third part", null));
        _scheduler.Tick(0);
        _scheduler.CreateTask(Log("first part", null));
        _scheduler.CreateTask(SleepThenYield());
        Take();

        _scheduler.Tick(1);
        Take().ShouldBe(["0 first part starts", "0.5 woken", "1 third part goes on"]);
        _scheduler.Tick(1);
        Take().ShouldBe(["2 first part goes on", "2 yielded"]);

        IEnumerator<Awaitable> SleepThenYield()
        {
            yield return Sleep(0.5);
            _log.Add($"{_scheduler.Time} woken");
            yield return null;
            _log.Add($"{_scheduler.Time} yielded");
        }
    }

    [Test]
    public void Results_HandedFromTaskToTask_CostNoFrame()
    {
        _scheduler.CreateTask(Chain(50));

        _scheduler.Tick(1);

        Take().ShouldBe(["50 at 0"]);

        IEnumerator<Awaitable> Chain(int depth)
        {
            Awaitable<int> call = _scheduler.CreateTask<int>(Link(depth));
            yield return call;
            _log.Add($"{call.Result} at {_scheduler.Time}");
        }

        IEnumerator<Awaitable> Link(int depth)
        {
            if (depth == 0)
            {
                yield return Return(0);
            }

            CoTask<int> next = _scheduler.CreateTask<int>(Link(depth - 1));
            yield return next;
            yield return Return(next.Result + 1);
        }
    }

    [Test]
    public void WaitUntil_InATick_IsAskedOnceAfterTheYieldersOfTheFrame()
    {
        int asked = 0;
        int frame = 0;
        _scheduler.CreateTask(Log("waiter", WaitUntil(() => ++asked > 0 && frame == 3)));
        _scheduler.CreateTask(Counter());
        for (int i = 0; i < 5; i++)
        {
            _scheduler.Tick(1);
            _log.Add($"asked {asked}");
        }

        // The frame in which the counter reaches 3 is the frame in which the waiter sees it.
        Take().ShouldBe([
            "0 waiter starts", "asked 1", "asked 2", "asked 3", "4 waiter goes on", "asked 4", "asked 4"]);

        IEnumerator<Awaitable> Counter()
        {
            while (true)
            {
                yield return null;
                frame++;
            }
        }
    }

    [Test]
    public void WaitUntil_ThatIsTrueAndRepeated_GoesOnOnceAFrame()
    {
        _scheduler.CreateTask(Main());
        for (int i = 0; i < 4; i++)
        {
            _scheduler.Tick(1);
        }

        Take().ShouldBe(["1", "2", "3", "4"]);

        IEnumerator<Awaitable> Main()
        {
            while (true)
            {
                yield return WaitUntil(() => true);
                _log.Add($"{_scheduler.Time}");
            }
        }
    }

    [Test]
    public void Posts_BetweenTicks_RunInTheNextTickAtTheTimeOfTheLastFrame()
    {
        _scheduler.Tick(1);
        var other = new Thread(() => _scheduler.CallSoonThreadsafe(() => _log.Add($"{_scheduler.Time} posted")));
        other.Start();
        other.Join();
        _log.ShouldBeEmpty();

        _scheduler.Tick(1);

        Take().ShouldBe(["1 posted"]);
    }

    [Test]
    public void DotNetTask_ThatFinishesBetweenTicks_IsHandedOverByTheNextTick()
    {
        var source = new TaskCompletionSource<int>();
        _scheduler.CreateTask(Main());
        _scheduler.Tick(1);
        _scheduler.Tick(1);
        _log.ShouldBeEmpty();

        source.SetResult(42);
        _scheduler.Tick(1);

        Take().ShouldBe(["42 at 2"]);

        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await(source.Task);
            yield return call;
            _log.Add($"{call.Result} at {_scheduler.Time}");
        }
    }

    private IEnumerator<Awaitable> Log(string name, Awaitable wait)
    {
        _log.Add($"{_scheduler.Time} {name} starts");
        yield return wait;
        _log.Add($"{_scheduler.Time} {name} goes on");
    }

    private IEnumerator<Awaitable> Frames(string name, int sleepAt = -1)
    {
        for (int frame = 0; frame < 5; frame++)
        {
            _log.Add($"{name}{frame}");
            yield return frame == sleepAt ? Sleep(1) : null;
        }
    }

    private List<string> Take()
    {
        List<string> taken = [.. _log];
        _log.Clear();
        return taken;
    }
}
