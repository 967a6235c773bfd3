using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

public sealed class TestSchedulerTests
{
    private readonly List<string> _log = [];

    [Test]
    public void Run_ReturnsTheResult_AndThrowsTheFailure()
    {
        using TestScheduler test = new();

        test.Run<int>(Add(1, 2)).ShouldBe(3);
        test.Time.ShouldBe(1.0);
        Should.Throw<IOException>(() => test.Run(Break(1.0))).GetLogicalStack()!.TaskName.ShouldBe("Break");
        Should.Throw<ArgumentNullException>(() => test.Run(null!));
        Should.Throw<ArgumentNullException>(() => test.Start(null!));
    }

    [Test]
    public void Run_AfterAnother_FindsItsTasksAndItsContext()
    {
        AsyncLocal<string?> user = new();
        using TestScheduler test = new();
        test.Run(SetUp());
        test.Run(Check());
        user.Value.ShouldBeNull();

        IEnumerator<Awaitable> SetUp()
        {
            user.Value = "somebody";
            CreateTask(LogEvery(1.0), "logger");
            yield return Sleep(1.5);
        }

        IEnumerator<Awaitable> Check()
        {
            user.Value.ShouldBe("somebody");
            yield return Sleep(1.0);
            _log.ShouldBe(["1", "2"]);
        }
    }

    [Test]
    public void Run_ThatDeadlocks_ClosesTheCoroutine_AndTheNextOneRuns()
    {
        using TestScheduler test = new();

        Should.Throw<DeadlockException>(() => test.Run(WaitForEver())).Message.ShouldContain("WaitForEver");
        _log.ShouldBe(["closed at 0", "cleaned up at 1"]);
        test.Run<int>(Add(1, 2)).ShouldBe(3);
    }

    [Test]
    public void Run_BeyondALimit_ClosesTheCoroutine_AndNamesAllTasks()
    {
        using TestScheduler test = new(new TestOptions { VirtualTimeout = 10.0, IterationLimit = 100 });
        test.Start(LogEvery(1.0), "logger");

        string message = Should.Throw<TimeoutException>(() => test.Run(WaitForEver())).Message;

        message.ShouldStartWith("WaitForEver (task 'WaitForEver') did not end within 10 s of virtual time (VirtualTimeout). The tasks at that moment:\nlogger");
        _log.ShouldContain("cleaned up at 12");
        Should.Throw<TimeoutException>(() => test.Run(YieldForEver())).Message.ShouldContain("100 iterations (IterationLimit)");
    }

    [Test]
    public void Run_OfOneThatSwallowsEveryCancel_EndsAllTheSame()
    {
        using TestScheduler test = new(new TestOptions { VirtualTimeout = 10.0 });

        Should.Throw<TimeoutException>(() => test.Run(Swallow()));

        static IEnumerator<Awaitable> Swallow()
        {
            while (true)
            {
                yield return Settle(Sleep(1.0), out _, includeCancellation: true);
            }
        }
    }

    [Test]
    public void Run_ThatIsStopped_OrInsideAnother_IsAnError()
    {
        using TestScheduler test = new();

        Should.Throw<InvalidOperationException>(() => test.Run(Stop())).Message.ShouldContain("The scheduler was stopped before Stop (task 'Stop') was done");
        test.Run(Nest());

        static IEnumerator<Awaitable> Stop()
        {
            Scheduler.Current.Stop();
            yield return Sleep(1.0);
        }

        IEnumerator<Awaitable> Nest()
        {
            Should.Throw<InvalidOperationException>(() => test.Run(Add(1, 2)));
            Should.Throw<InvalidOperationException>(() => test.Iterate());
            Should.Throw<InvalidOperationException>(() => test.RunUntilBlocked());
            yield return null;
        }
    }

    [Test]
    public void Current_IsTheOneThatRuns_AndAnErrorElsewhere()
    {
        using TestScheduler test = new();
        test.Run(Look(() => TestScheduler.Current.ShouldBeSameAs(test)));

        Should.Throw<InvalidOperationException>(() => TestScheduler.Current);
        using Scheduler plain = new();
        plain.RunUntilComplete(Look(() => Should.Throw<InvalidOperationException>(() => TestScheduler.Current)
            .Message.ShouldContain("was not made by a TestScheduler")));

        static IEnumerator<Awaitable> Look(Action look)
        {
            look();
            yield return null;
        }
    }

    [Test]
    public void Iterate_RunsThatManyIterations_AtTheSameTime()
    {
        using TestScheduler test = new();
        CoTask task = test.Start(YieldForEver());
        test.Iterate(3);

        test.Trace.ShouldHaveStepped("YieldForEver", "YieldForEver", "YieldForEver");
        test.Iterate(0);
        test.Trace.Entries.Count.ShouldBe(3);
        test.Time.ShouldBe(0);
        task.Cancel();
        Should.Throw<ArgumentOutOfRangeException>(() => test.Iterate(-1));
    }

    [Test]
    public void RunUntilBlocked_EndsWhenNothingIsReady_OrAtTheLimit()
    {
        using TestScheduler test = new(new TestOptions { IterationLimit = 100 });
        CoTask<int> sum = test.Start<int>(Add(1, 2), "sum");
        test.RunUntilBlocked();
        sum.State.ShouldBe(FutureState.Waiting);
        test.Time.ShouldBe(0);

        CoTask spinning = test.Start(YieldForEver());
        Should.Throw<TimeoutException>(() => test.RunUntilBlocked()).Message.ShouldContain("YieldForEver");
        spinning.Cancel();
    }

    [Test]
    public void Advance_GoesFromDeadlineToDeadline_AndRunsWhatIsDueAtTheEnd()
    {
        using TestScheduler test = new();
        test.Start(LogEvery(0.25), "logger");
        test.Advance(0.6);
        test.Time.ShouldBe(0.6);
        _log.ShouldBe(["0.25", "0.5"]);

        test.Advance(TimeSpan.FromSeconds(0.4));
        _log.ShouldBe(["0.25", "0.5", "0.75", "1"]);
        foreach (double wrong in new[] { -1.0, double.NaN, double.PositiveInfinity })
        {
            Should.Throw<ArgumentOutOfRangeException>(() => test.Advance(wrong));
        }
    }

    [Test]
    public void ShouldSuspend_AndShouldNotSuspend_LookAtTheFirstStep()
    {
        using TestScheduler test = new();
        CoLock gate = new("gate");

        test.ShouldNotSuspend(gate.Acquire()).IsDone.ShouldBeTrue();
        CoTask waiting = test.ShouldSuspend(gate.Acquire());
        Should.Throw<AssertionFailedException>(() => test.ShouldNotSuspend(gate.Acquire())).Message.ShouldContain("should not suspend, and did: waiting for lock 'gate'");
        gate.Release();
        test.RunUntilBlocked();
        waiting.IsDone.ShouldBeTrue();

        Should.Throw<AssertionFailedException>(() => test.ShouldSuspend(Return(1))).Message.ShouldContain("was done in its first step");
        Should.Throw<IOException>(() => test.ShouldSuspend(Break(0)));
        Should.Throw<ArgumentNullException>(() => test.ShouldSuspend((IEnumerator<Awaitable>)null!));
        Should.Throw<ArgumentNullException>(() => test.ShouldNotSuspend((IEnumerator<Awaitable>)null!));
        test.VerifyNothingLeft();
    }

    [Test]
    public void VerifyNothingLeft_NamesTasksExceptionsAndTimers()
    {
        using TestScheduler test = new();
        test.Run(Leave());

        Should.Throw<AssertionFailedException>(() => test.VerifyNothingLeft()).Message.ShouldBe(
            """
            The test left something behind:
              an unfinished task: LogEvery (task 'logger'), sleeping until 1 s (in 0.5 s)
              (Await or cancel them, or permit this: Leftovers.Tasks.)
              an exception that nobody looked at: A callback threw an exception: IOException: callback
              an exception that nobody looked at: The exception of task 'broken' was never looked at: IOException: broken (task 'broken': Break)
              (Await the task, or look at its Exception, or permit this: Leftovers.Exceptions.)
              an open timer: a callback that is due at 5 s
              (Cancel them, or permit this: Leftovers.Timers.)
            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void VerifyNothingLeft_LetsPassWhatIsPermitted()
    {
        foreach (Leftovers missing in new[] { Leftovers.Tasks, Leftovers.Exceptions, Leftovers.Timers })
        {
            using TestScheduler test = new(new TestOptions { Permitted = Leftovers.All & ~missing });
            test.Run(Leave());
            test.DescribeLeftovers()!.ShouldContain($"Leftovers.{missing}");
        }

        using TestScheduler permitting = new(new TestOptions { Permitted = Leftovers.Tasks });
        permitting.Run(Leave());
        permitting.VerifyNothingLeft(Leftovers.Exceptions | Leftovers.Timers);
        permitting.Scheduler.IsDisposed.ShouldBeTrue();
    }

    [Test]
    public void VerifyNothingLeft_FinishesWhatIsReady_First()
    {
        using TestScheduler test = new();
        test.Run(CancelAndReturn());
        test.VerifyNothingLeft();

        IEnumerator<Awaitable> CancelAndReturn()
        {
            CoTask logger = CreateTask(LogEvery(1.0));
            yield return Sleep(0.5);
            CreateTask(Countdown(20));
            logger.Cancel();
        }

        static IEnumerator<Awaitable> Countdown(int from)
        {
            for (int i = from; i > 0; i--)
            {
                yield return null;
            }
        }
    }

    [Test]
    public void TakeReports_TakesThemOut()
    {
        using TestScheduler test = new();
        test.Scheduler.CallSoon(() => throw new IOException("callback"));
        test.Iterate();

        test.Reports.Count.ShouldBe(1);
        test.TakeReports().Single().Exception.ShouldBeOfType<IOException>();
        test.VerifyNothingLeft();
    }

    [Test]
    public void Options_WithAWrongLimit_AreAnError() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new TestOptions { IterationLimit = 0 }).Message.ShouldContain("at least one iteration");

    [Test]
    public void Options_WithoutSteps_KeepNotesOnly()
    {
        using TestScheduler test = new(new TestOptions { TracesSteps = false });
        test.Run(Look());
        test.Trace.ShouldBe("0 Look # here");

        static IEnumerator<Awaitable> Look()
        {
            TestScheduler.Current.Trace.Log("here");
            yield return null;
        }
    }

    private static IEnumerator<Awaitable> Add(int a, int b)
    {
        yield return Sleep(1.0);
        yield return Return(a + b);
    }

    private static IEnumerator<Awaitable> Break(double seconds)
    {
        if (seconds > 0)
        {
            yield return Sleep(seconds);
        }

        throw new IOException("broken");
    }

    private static IEnumerator<Awaitable> YieldForEver()
    {
        while (true)
        {
            yield return null;
        }
    }

    private IEnumerator<Awaitable> Leave()
    {
        CreateTask(LogEvery(1.0), "logger");
        CreateTask(Break(0), "broken");
        Scheduler.Current.CallLater(5.0, () => { });
        Scheduler.Current.CallSoon(() => throw new IOException("callback"));
        yield return Sleep(0.5);
    }

    private IEnumerator<Awaitable> LogEvery(double seconds)
    {
        while (true)
        {
            yield return Sleep(seconds);
            _log.Add(FormattableString.Invariant($"{Scheduler.Current.Time:0.##}"));
        }
    }

    private IEnumerator<Awaitable> WaitForEver()
    {
        Defer(CleanUp());
        try
        {
            yield return new Future();
        }
        finally
        {
            _log.Add($"closed at {Scheduler.Current.Time}");
        }
    }

    private IEnumerator<Awaitable> CleanUp()
    {
        yield return Sleep(1.0);
        _log.Add($"cleaned up at {Scheduler.Current.Time}");
    }
}
