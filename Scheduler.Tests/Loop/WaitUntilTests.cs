using static Coroutines.Awaitable;

namespace Coroutines.Tests.Loop;

public class WaitUntilTests
{
    private readonly Scheduler _scheduler = new(new SchedulerOptions { TimeProvider = new VirtualClock() });
    private readonly List<string> _log = [];

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void WaitUntil_InAnIdleRun_IsAskedAtEachInterval()
    {
        int asked = 0;
        _scheduler.RunUntilComplete(Main());
        asked.ShouldBe(101);
        _scheduler.Time.ShouldBe(1.0, 1e-9);

        IEnumerator<Awaitable> Main()
        {
            yield return WaitUntil(() =>
            {
                asked++;
                return _scheduler.Time > 0.9999;
            });
        }
    }

    [Test]
    public void WaitWhile_AndWaitUntil_GoOnWhenTheirPredicatesTurn()
    {
        bool flag = false;
        _scheduler.CreateTask(Waiter("until", WaitUntil(() => flag)));
        _scheduler.CreateTask(Waiter("while", WaitWhile(() => !flag)));
        _scheduler.CallLater(3, () => flag = true);
        _scheduler.CallLater(4, _scheduler.Stop);

        _scheduler.RunForever();

        _log.ShouldBe(["until at 3", "while at 3"]);
    }

    [Test]
    public void WaitUntil_WhoseIntervalIsZero_LeavesTheVirtualClockItsJumps()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), PredicateInterval = 0.0 });
        bool flag = false;
        int asked = 0;
        scheduler.CallLater(10, () => flag = true);

        scheduler.RunUntilComplete(Main());

        scheduler.Time.ShouldBe(10);
        asked.ShouldBeLessThan(10);

        IEnumerator<Awaitable> Main()
        {
            yield return WaitUntil(() =>
            {
                asked++;
                return flag;
            });
        }
    }

    [Test]
    public void WaitUntil_ThatNothingCanMakeTrue_IsADeadlockInTheEnd()
    {
        int asked = 0;
        var exception = Should.Throw<DeadlockException>(() => _scheduler.RunUntilComplete(Hopeless()));

        exception.Message.ShouldContain("Hopeless");
        exception.Message.ShouldContain("waiting until a predicate is true");
        asked.ShouldBeInRange(1000, 1_000_000);

        IEnumerator<Awaitable> Hopeless()
        {
            yield return WaitUntil(() => ++asked < 0);
        }
    }

    [Test]
    public void WaitUntil_ManyTimesInARow_IsNoDeadlock()
    {
        // Each wait alone is far below the limit of idle polls, all of them together are beyond it.
        int asked = 0;
        _scheduler.RunUntilComplete(Main());
        asked.ShouldBe(400_000);

        IEnumerator<Awaitable> Main()
        {
            for (int i = 0; i < 10; i++)
            {
                yield return WaitUntil(() => ++asked % 40_000 == 0);
            }
        }
    }

    [Test]
    public void WaitUntil_WhosePredicateThrows_FailsThatWaitAlone()
    {
        bool flag = false;
        _scheduler.CreateTask(Guarded());
        _scheduler.CreateTask(Waiter("other", WaitUntil(() => flag)));
        _scheduler.CallLater(1, () => flag = true);
        _scheduler.CallLater(2, _scheduler.Stop);

        _scheduler.RunForever();

        _log.ShouldBe(["FormatException: bad", "other at 1"]);

        IEnumerator<Awaitable> Guarded()
        {
            yield return Settle(WaitUntil(() => throw new FormatException("bad")), out Outcome outcome);
            _log.Add(outcome.ToString());
        }
    }

    [Test]
    public void WaitUntil_WhosePredicateCancelsItsOwnTask_EndsCancelledAndIsAskedNoMore()
    {
        int asked = 0;
        CoTask? task = null;
        task = _scheduler.CreateTask(Waiter("never", WaitUntil(() =>
        {
            asked++;
            task!.Cancel("by the predicate");
            return true;
        })));

        Should.Throw<CancelledException>(() => _scheduler.RunUntilComplete(task)).Message.ShouldBe("by the predicate");

        asked.ShouldBe(1);
        _log.ShouldBeEmpty();
    }

    [Test]
    public void WaitUntil_WhosePredicateCancelsEarlierAndLaterWaiters_LeavesTheRestWaiting()
    {
        var tasks = new List<CoTask>();
        var asked = new List<string>();
        bool flag = false;
        foreach (string name in (string[])["a", "b", "c", "d"])
        {
            tasks.Add(_scheduler.CreateTask(Waiter(name, WaitUntil(() =>
            {
                asked.Add(name);
                if (name == "b")
                {
                    tasks[0].Cancel();
                    tasks[2].Cancel();
                }

                return flag;
            })), name));
        }

        _scheduler.CallLater(0.005, () => flag = true);
        _scheduler.RunUntilComplete(tasks[3]);

        string.Concat(asked).ShouldBe("abdbdbd");
        tasks.Select(task => task.IsCancelled).ShouldBe([true, false, true, false]);
        _log.ShouldBe(["b at 0.005", "d at 0.005"]);
    }

    [Test]
    public void WaitUntil_WhosePredicateCallsIntoTheScheduler_IsServed()
    {
        var future = new Future(_scheduler);
        _scheduler.CreateTask(Waiter("future", future));
        _scheduler.CreateTask(Waiter("predicate", WaitUntil(() =>
        {
            CoTask.Current.ShouldBeNull();
            _scheduler.CallSoon(() => _log.Add("soon"));
            _scheduler.CallLater(1, _scheduler.Stop);
            _scheduler.CreateTask(Waiter("new", WaitUntil(() => true)));
            future.SetResult();
            return true;
        })));

        _scheduler.RunForever();

        _log.ShouldBe(["soon", "future at 0", "predicate at 0", "new at 0"]);
    }

    [Test]
    public void WaitUntil_WhosePredicateRaisesKeyboardInterrupt_LeavesTheLoopAndAsksEachOnceAfterwards()
    {
        bool isInterrupting = true;
        bool flag = false;
        var asked = new List<string>();
        _scheduler.CreateTask(Waiter("done", WaitUntil(() => true)));
        foreach (string name in (string[])["a", "b", "c"])
        {
            _scheduler.CreateTask(Waiter(name, WaitUntil(() =>
            {
                asked.Add(name);
                return name == "b" && isInterrupting ? throw new KeyboardInterruptException() : flag;
            })));
        }

        Should.Throw<KeyboardInterruptException>(_scheduler.RunForever);
        string.Concat(asked).ShouldBe("ab");

        isInterrupting = false;
        asked.Clear();
        _scheduler.Stop();
        _scheduler.RunForever();
        string.Concat(asked).ShouldBe("abc");
        flag = true;
        _scheduler.CallLater(1, _scheduler.Stop);
        _scheduler.RunForever();

        _log.ShouldBe(["done at 0", "a at 0", "b at 0", "c at 0"]);
    }

    [Test]
    public void WaitUntil_WhosePredicateSetsAnAsyncLocal_KeepsItFromTheOthers()
    {
        var local = new AsyncLocal<string>();
        _scheduler.CreateTask(Waiter("setter", WaitUntil(() => (local.Value = "leaked") is not null)));
        _scheduler.CreateTask(LogLocal());
        _scheduler.CallLater(1, _scheduler.Stop);

        _scheduler.RunForever();

        _log.ShouldBe(["clean", "clean", "setter at 0", "clean"]);
        local.Value.ShouldBeNull();

        IEnumerator<Awaitable> LogLocal()
        {
            for (int i = 0; i < 3; i++)
            {
                _log.Add(local.Value ?? "clean");
                yield return null;
            }
        }
    }

    [Test]
    public void WaitUntil_WhosePredicateReadsAnAsyncLocal_SeesTheTasksOwn()
    {
        var local = new AsyncLocal<string>();
        _scheduler.CreateTask(SetAndWait("a"));
        _scheduler.CreateTask(SetAndWait("b"));
        _scheduler.CallLater(1, _scheduler.Stop);

        _scheduler.RunForever();

        _log.ShouldBe(["a", "b"]);

        IEnumerator<Awaitable> SetAndWait(string value)
        {
            local.Value = value;
            yield return WaitUntil(() =>
            {
                _log.Add(local.Value);
                return true;
            });
        }
    }

    [Test]
    public void WaitUntil_YieldedTwice_IsAnErrorOfTheSecond()
    {
        Awaitable wait = WaitUntil(() => true);
        _scheduler.RunUntilComplete(Waiter("first", wait));

        Should.Throw<InvalidOperationException>(() => _scheduler.RunUntilComplete(Waiter("second", wait)))
            .Message.ShouldContain("a second time");
        _log.ShouldBe(["first at 0"]);
    }

    private IEnumerator<Awaitable> Waiter(string name, Awaitable wait)
    {
        yield return wait;
        _log.Add(FormattableString.Invariant($"{name} at {_scheduler.Time}"));
    }
}
