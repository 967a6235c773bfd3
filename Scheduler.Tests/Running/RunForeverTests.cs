using static Coroutines.Awaitable;

namespace Coroutines.Tests.Running;

public class RunForeverTests
{
    private readonly Scheduler _scheduler = new(new SchedulerOptions { TimeProvider = new VirtualClock() });
    private readonly List<string> _log = [];

    [TearDown]
    public void DisposeScheduler() => _scheduler.Dispose();

    [Test]
    public void Stop_InACallback_LetsTheIterationFinishAndKeepsTheRest()
    {
        _scheduler.CallSoon(() =>
        {
            _scheduler.Stop();
            _log.Add("stop");
            _scheduler.CallSoon(() => _log.Add("next run"));
        });
        _scheduler.CallSoon(() => _log.Add("same iteration"));

        _scheduler.RunForever();
        _log.ShouldBe(["stop", "same iteration"]);

        _scheduler.Stop();
        _scheduler.RunForever();
        _log.ShouldBe(["stop", "same iteration", "next run"]);
    }

    [Test]
    public void RunForever_WhenStoppedBeforehand_RunsOneIterationWithoutWaiting()
    {
        _scheduler.CallLater(1, () => _log.Add("later"));
        _scheduler.CallLater(0, () => _log.Add("due"));
        _scheduler.CallSoon(() =>
        {
            _log.Add("soon");
            _scheduler.CallSoon(() => _log.Add("too late"));
        });

        _scheduler.Stop();
        _scheduler.RunForever();

        _log.ShouldBe(["soon", "due"]);
        _scheduler.Time.ShouldBe(0);
    }

    [Test]
    public void RunForever_WhereTheLoopItselfFails_BlamesNobodyAndCanGoOn()
    {
        var clock = new FailingClock();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = clock });
        scheduler.CallSoon(() => scheduler.CallLater(1000, () => _log.Add("later")));
        scheduler.CallSoon(() => clock.IsFailing = true);
        CoTask task = scheduler.CreateTask(Twice());

        Should.Throw<KeyboardInterruptException>(scheduler.RunForever).Message.ShouldBe("no time");
        task.IsDone.ShouldBeFalse();
        _log.ShouldBe(["first"]);

        clock.IsFailing = false;
        scheduler.RunUntilComplete(task);
        _log.ShouldBe(["first", "second"]);

        IEnumerator<Awaitable> Twice()
        {
            _log.Add("first");
            yield return null;
            _log.Add("second");
        }
    }

    [Test]
    public void RunForever_WithStepsThatFailInEachIteration_RunsTheRestOfEachBatchInOrder()
    {
        for (int i = 0; i < 3; i++)
        {
            _scheduler.CreateTask(Failing(i));
            _scheduler.CreateTask(Logging(i));
        }

        _scheduler.CallLater(1, _scheduler.Stop);
        _scheduler.RunForever();

        _log.ShouldBe(["0: fails", "0", "1: fails", "1", "2: fails", "2", "0 again", "1 again", "2 again"]);

        IEnumerator<Awaitable> Failing(int number)
        {
            _log.Add($"{number}: fails");
            yield return Settle(Throwing(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<IOException>();
            CoTask.Current!.AddDoneCallback(static task => _ = task.Exception);
            throw new IOException("once more");
        }

        IEnumerator<Awaitable> Logging(int number)
        {
            _log.Add($"{number}");
            yield return null;
            _log.Add($"{number} again");
        }

        static IEnumerator<Awaitable> Throwing()
        {
            if (CoTask.Current is not null)
            {
                throw new IOException("at once");
            }

            yield break;
        }
    }

    [Test]
    public void KeyboardInterrupt_LeavesTheRun_AndKeepsTheRestOfTheBatch([Values] bool inACallback, [Values] bool debug)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Debug = debug });
        if (inACallback)
        {
            scheduler.CallSoon(() => throw new KeyboardInterruptException("enough"));
        }
        else
        {
            scheduler.CreateTask(Interrupted());
        }

        scheduler.CallSoon(() => _log.Add("second"));
        scheduler.CallSoon(() => _log.Add("third"));
        scheduler.CallSoon(scheduler.Stop);

        Should.Throw<KeyboardInterruptException>(scheduler.RunForever).Message.ShouldBe("enough");
        _log.ShouldBeEmpty();
        scheduler.RunForever();
        _log.ShouldBe(["second", "third"]);

        static IEnumerator<Awaitable> Interrupted()
        {
            if (CoTask.Current is not null)
            {
                throw new KeyboardInterruptException("enough");
            }

            yield break;
        }
    }

    [Test]
    public void KeyboardInterrupt_InTheExceptionHandler_LeavesTheRun([Values] bool debug)
    {
        using var scheduler = new Scheduler(new SchedulerOptions
        {
            Debug = debug,
            ExceptionHandler = static _ => throw new KeyboardInterruptException("enough"),
        });
        scheduler.CallSoon(static () => throw new IOException("reported"));
        scheduler.CallSoon(scheduler.Stop);

        Should.Throw<KeyboardInterruptException>(scheduler.RunForever).Message.ShouldBe("enough");
        scheduler.RunForever();
    }

    [Test]
    public void Observer_PutInOrTakenOutWhileItRuns_IsToldOfWholeBatches()
    {
        using var scheduler = new Scheduler();
        var observer = new Observer(_log);
        scheduler.CallSoon(() => scheduler.Loop.StepObserver = observer);
        scheduler.CallSoon(() => _log.Add("not told"));
        scheduler.CallSoon(() => scheduler.CallSoon(() =>
        {
            scheduler.Loop.StepObserver = null;
            scheduler.CallSoon(scheduler.Stop);
        }));
        scheduler.RunForever();

        _log.ShouldBe(["not told", "begins", "starts", "finished"]);
    }

    [Test]
    public void Stop_Twice_EndsOneRunOnly()
    {
        _scheduler.Stop();
        _scheduler.Stop();
        _scheduler.RunForever();
        _scheduler.CallLater(5, _scheduler.Stop);

        _scheduler.RunForever();

        _scheduler.Time.ShouldBe(5);
    }

    [Test]
    public void KeyboardInterrupt_InACallback_LeavesTheLoopAndKeepsTheRestInOrder()
    {
        _scheduler.CallSoon(() => _log.Add("a"));
        _scheduler.CallSoon(() =>
        {
            _scheduler.CallSoon(() => _log.Add("d"));
            throw new KeyboardInterruptException("here");
        });
        _scheduler.CallSoon(() => _log.Add("b"));
        _scheduler.CallSoon(() => _log.Add("c"));

        Should.Throw<KeyboardInterruptException>(_scheduler.RunForever).Message.ShouldBe("here");
        _log.ShouldBe(["a"]);
        _scheduler.IsRunning.ShouldBeFalse();

        _scheduler.CallSoon(() => _log.Add("e"));
        _scheduler.Stop();
        _scheduler.RunForever();
        _log.ShouldBe(["a", "b", "c", "d", "e"]);
    }

    [Test]
    public void RunUntilComplete_AfterATaskLeftTheLoopByKeyboardInterrupt_IsNotStoppedByTheEarlierRun()
    {
        // The interrupted main is done, and the callback that would have ended its run is still queued.
        Should.Throw<KeyboardInterruptException>(() => _scheduler.RunUntilComplete(Interrupted()));

        _scheduler.RunUntilComplete<int>(SlowAnswer()).ShouldBe(42);

        static IEnumerator<Awaitable> Interrupted()
        {
            yield return Sleep(1);
            throw new KeyboardInterruptException();
        }
    }

    [Test]
    public void Run_WhenMainRaisesKeyboardInterrupt_StillLetsTheOthersCleanUp()
    {
        var options = new SchedulerOptions { TimeProvider = new VirtualClock() };

        Should.Throw<KeyboardInterruptException>(() => Scheduler.Run(Main(), options));
        _log.ShouldBe(["cleaning", "cleaned at 3"]);

        IEnumerator<Awaitable> Main()
        {
            Awaitable.CreateTask(Worker());
            yield return Sleep(1);
            throw new KeyboardInterruptException();
        }

        IEnumerator<Awaitable> Worker()
        {
            Defer(CleanUp());
            yield return Sleep(100);
        }

        IEnumerator<Awaitable> CleanUp()
        {
            _log.Add("cleaning");
            yield return Sleep(2);
            _log.Add($"cleaned at {Scheduler.Current.Time}");
        }
    }

    [Test]
    public void RunUntilComplete_OfEachKindOfArgument_ReturnsTheResult()
    {
        var future = new Future<string>(_scheduler);
        _scheduler.CallLater(1, () => future.SetResult("set"));
        var plain = new Future(_scheduler);
        _scheduler.CallLater(2, () => plain.SetResult());

        _scheduler.RunUntilComplete(Answer());
        _scheduler.RunUntilComplete<int>(Answer()).ShouldBe(42);
        _scheduler.RunUntilComplete(_scheduler.CreateTask<int>(Answer())).ShouldBe(42);
        _scheduler.RunUntilComplete(future).ShouldBe("set");
        _scheduler.RunUntilComplete(plain);
        _scheduler.RunUntilComplete(future).ShouldBe("set");

        plain.IsDone.ShouldBeTrue();
        _scheduler.Time.ShouldBe(2);
    }

    [Test]
    public void RunUntilComplete_OfWhatFailsOrIsCancelled_ThrowsThat()
    {
        Should.Throw<FormatException>(() => _scheduler.RunUntilComplete(Fail())).Message.ShouldBe("bad");
        Should.Throw<FormatException>(() => _scheduler.RunUntilComplete<int>(Fail()));
        CoTask task = _scheduler.CreateTask(Answer());
        task.Cancel("enough");
        Should.Throw<CancelledException>(() => _scheduler.RunUntilComplete(task)).Message.ShouldBe("enough");

        static IEnumerator<Awaitable> Fail()
        {
            yield return null;
            throw new FormatException("bad");
        }
    }

    [Test]
    public void RunUntilComplete_WhenStoppedEarly_ThrowsAndGoesOnInTheNextRun()
    {
        CoTask<int> task = _scheduler.CreateTask<int>(SlowAnswer());
        _scheduler.CallLater(1, _scheduler.Stop);

        Should.Throw<InvalidOperationException>(() => _scheduler.RunUntilComplete(task)).Message.ShouldContain("stopped before");
        task.IsDone.ShouldBeFalse();

        _scheduler.RunUntilComplete(task).ShouldBe(42);
        _scheduler.Time.ShouldBe(2);
    }

    [Test]
    public void RunUntilComplete_WithWrongArguments_ThrowsAndLeavesNoTaskBehind()
    {
        Should.Throw<ArgumentNullException>(() => _scheduler.RunUntilComplete((IEnumerator<Awaitable>)null!));
        Should.Throw<ArgumentNullException>(() => _scheduler.RunUntilComplete((Future)null!));
        using var other = new Scheduler();
        Should.Throw<InvalidOperationException>(() => _scheduler.RunUntilComplete(new Future(other)))
            .Message.ShouldContain("another scheduler");
        _scheduler.CallSoon(() => Should.Throw<InvalidOperationException>(() => other.RunUntilComplete(Answer())));
        _scheduler.Stop();
        _scheduler.RunForever();

        _scheduler.AllTasks().ShouldBeEmpty();
        other.AllTasks().ShouldBeEmpty();
    }

    [Test]
    public void IsRunningAndCurrent_InsideAndOutside_TellWhetherItRuns()
    {
        _scheduler.IsRunning.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => Scheduler.Current);
        bool? isRunning = null;
        Scheduler? current = null;
        _scheduler.CallSoon(() => (isRunning, current) = (_scheduler.IsRunning, Scheduler.Current));

        _scheduler.Tick(0);

        isRunning.ShouldBe(true);
        current.ShouldBeSameAs(_scheduler);
        _scheduler.IsRunning.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => Scheduler.Current);
    }

    private static IEnumerator<Awaitable> SlowAnswer()
    {
        yield return Sleep(2);
        yield return Return(42);
    }

    private static IEnumerator<Awaitable> Answer()
    {
        yield return Return(42);
    }

    private sealed class FailingClock : TimeProvider
    {
        internal bool IsFailing { get; set; }

        public override long GetTimestamp() => IsFailing ? throw new KeyboardInterruptException("no time") : base.GetTimestamp();
    }

    private sealed class Observer(List<string> log) : IStepObserver
    {
        void IStepObserver.BeginningBatch(ReadyQueue ready) => log.Add("begins");

        void IStepObserver.Starting(IRunnable item) => log.Add("starts");

        void IStepObserver.Finished(IRunnable item) => log.Add("finished");
    }
}
