using static Coroutines.Awaitable;

namespace Coroutines.Tests.Waiting;

/// <summary>Blocks with a deadline, in what Python has no counterpart for; the rest is compared with it in <c>timeouts.py</c>.</summary>
public sealed class TimeoutTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Ending(string name, IEnumerator<Awaitable> body)
    {
        yield return Settle(body, out Outcome outcome, includeCancellation: true);
        _rig.LogTime($"{name}: {(outcome.IsSuccess ? "success" : outcome.Exception!.GetType().Name)}");
    }

    // Arguments.

    [Test]
    public void Timeout_OutsideOfACoroutine_IsRefused()
    {
        const string Message = "A timeout belongs to a coroutine, and none is running here.";
        Should.Throw<InvalidOperationException>(() => Timeout(1)).Message.ShouldBe(Message);
        Should.Throw<InvalidOperationException>(() => TimeoutAt(1)).Message.ShouldBe(Message);

        _rig.Scheduler.CallSoon(() => Should.Throw<InvalidOperationException>(() => Timeout(1)).Message.ShouldBe(Message));
        _rig.Iterate();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Timeout_OfNaN_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            Should.Throw<ArgumentOutOfRangeException>(() => Timeout(double.NaN));
            Should.Throw<ArgumentOutOfRangeException>(() => TimeoutAt(double.NaN)).ParamName.ShouldBe("when");
            using (CoTimeout timeout = Timeout(1))
            {
                Should.Throw<ArgumentOutOfRangeException>(() => timeout.Reschedule(double.NaN)).ParamName.ShouldBe("when");
                timeout.When.ShouldBe(1);
            }

            yield break;
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_TakesSecondsAndTimeSpans()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Sleep(1);
            using CoTimeout whole = Timeout(2);
            using CoTimeout fraction = Timeout(0.5);
            using CoTimeout span = Timeout(TimeSpan.FromSeconds(3));
            using CoTimeout negative = Timeout(-1);
            using CoTimeout negativeSpan = Timeout(TimeSpan.FromSeconds(-1));
            using CoTimeout never = Timeout(null);
            using CoTimeout at = TimeoutAt(-5);
            double?[] deadlines =
                [whole.When, fraction.When, span.When, negative.When, negativeSpan.When, never.When, at.When];
            deadlines.ShouldBe([3, 1.5, 4, 1, 1, null, -5]);
        }

        _rig.Run(Main());
        _rig.Iterate(2);
        _rig.ShouldBeAtRest();
    }

    // Messages.

    [Test]
    public void Expiry_NamesTheDeadlineAndTheCoroutine()
    {
        IEnumerator<Awaitable> Fetch()
        {
            using (Timeout(1.5))
            {
                yield return Sleep(10);
            }
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Fetch());
        }

        TimeoutException error = Should.Throw<TimeoutException>(() => _rig.Scheduler.RunUntilComplete(_rig.Start(Main(), "main")));

        error.Message.ShouldBe("The timeout at 1.5 s of Main > Fetch (task 'main') has expired.");
        error.InnerException.ShouldBeOfType<CancelledException>();
        error.GetReplacedException().ShouldBe(error.InnerException);
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Reschedule_AfterTheExpiry_IsRefused_AndSaysWhatToDo()
    {
        IEnumerator<Awaitable> Main()
        {
            using CoTimeout timeout = Timeout(1);
            yield return Settle(Sleep(5), out _, includeCancellation: true);
            Should.Throw<InvalidOperationException>(() => timeout.Reschedule(9)).Message.ShouldBe(
                "The timeout at 1 s of Main (task 'main') has expired, and cannot be rescheduled. Open a new one with Timeout(…).");
            timeout.Dispose();
            Should.Throw<InvalidOperationException>(() => timeout.Reschedule(9)).Message.ShouldContain("has expired");
        }

        _rig.Scheduler.RunUntilComplete(_rig.Start(Main(), "main"));
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Reschedule_AfterTheEndOfTheBlock_IsRefused()
    {
        CoTimeout kept = null!;

        IEnumerator<Awaitable> Inner()
        {
            using (kept = Timeout(null))
            {
                yield return null;
            }
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Inner());
            Should.Throw<InvalidOperationException>(() => kept.Reschedule(9)).Message.ShouldBe(
                "The timeout of Main (task 'main') is closed: its block has ended, and cannot be rescheduled. Open a new one with Timeout(…).");
        }

        _rig.Scheduler.RunUntilComplete(_rig.Start(Main(), "main"));
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void ToString_TellsTheDeadlineAndTheState()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTimeout timeout = Timeout(1);
            timeout.ToString().ShouldBe("timeout at 1 s of Main (task 'main') (Open)");
            yield return Settle(Sleep(5), out _, includeCancellation: true);
            timeout.ToString().ShouldBe("timeout at 1 s of Main (task 'main') (Expiring)");
            timeout.Dispose();
            timeout.ToString().ShouldBe("timeout at 1 s of Main (task 'main') (Expired)");
        }

        _rig.Scheduler.RunUntilComplete(_rig.Start(Main(), "main"));
    }

    // The frame that it belongs to.

    [Test]
    public void Timeout_LeftOpen_EndsWithItsCoroutine()
    {
        IEnumerator<Awaitable> Inner()
        {
            Timeout(5);
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Inner());
            _rig.Scheduler.TimerCount.ShouldBe(0);
            yield return Sleep(10);
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_LeftOpen_Expires()
    {
        IEnumerator<Awaitable> Inner()
        {
            Timeout(5);
            yield return Sleep(10);
        }

        _rig.Run(Ending("inner", Inner()));

        _rig.ShouldHaveLogged("5 inner: TimeoutException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_LeftOpenAtAReturn_LosesNoResult()
    {
        IEnumerator<Awaitable> Answer()
        {
            Timeout(5);
            yield return Sleep(1);
            yield return Return(42);
        }

        _rig.Run<int>(Answer()).ShouldBe(42);
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_OfAPlainMethod_BelongsToTheCoroutineThatCallsIt()
    {
        static CoTimeout Limit() => Timeout(1);

        IEnumerator<Awaitable> Inner()
        {
            using (Limit())
            {
                yield return Sleep(10);
            }
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Ending("inner", Inner()));
            yield return Sleep(1);
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("1 inner: TimeoutException");
    }

    [Test]
    public void Timeout_InEachOfManyFrames_LeavesNoTimer()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            using (Timeout(100 + n))
            {
                yield return n == 0 ? Sleep(1) : Await(Level(n - 1));
            }
        }

        _rig.Run(Level(50));
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_OfAnOuterFrame_ClosesTheInnerOnesFirst()
    {
        IEnumerator<Awaitable> Level(int n)
        {
            using var resource = new Cleanup(() => _rig.LogTime($"level {n} closed"));
            yield return n == 0 ? Sleep(100) : Await(Level(n - 1));
        }

        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1))
            {
                yield return Await(Level(2));
            }
        }

        _rig.Run(Ending("main", Main()));
        _rig.ShouldHaveLogged("1 level 0 closed", "1 level 1 closed", "1 level 2 closed", "1 main: TimeoutException");
    }

    [Test]
    public void Timeout_OpenedInAHandler_BelongsToTheCoroutineThatYieldedTheTry()
    {
        IEnumerator<Awaitable> Failing()
        {
            yield return null;
            throw new IOException("lost");
        }

        IEnumerator<Awaitable> Inner()
        {
            yield return Try(Failing()).Catch<IOException>(_ => { Timeout(1); });
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Ending("inner", Inner()));
            yield return Sleep(10);
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("1 inner: TimeoutException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_OpenedInAFinallyBlock_AndLeftOpen_EndsAsWell([Values] bool cancelled)
    {
        IEnumerator<Awaitable> Inner()
        {
            try
            {
                yield return Sleep(1);
            }
            finally
            {
                Timeout(50);
            }
        }

        CoTask task = _rig.Start(Ending("inner", Inner()));
        if (cancelled)
        {
            _rig.Scheduler.CallLater(0.5, () => task.Cancel());
        }

        _rig.Scheduler.RunUntilComplete(task);
        _rig.ShouldHaveLogged(cancelled ? "0.5 inner: CancelledException" : "1 inner: success");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_OpenedInAFinallyBlockOfTheOutermostCoroutine_EndsAsWell([Values] bool cancelled)
    {
        IEnumerator<Awaitable> Main()
        {
            try
            {
                yield return Sleep(1);
            }
            finally
            {
                using (Timeout(0))
                {
                    Timeout(50);
                }
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        if (cancelled)
        {
            task.Cancel();
        }

        Exception? error = null;
        try
        {
            _rig.Scheduler.RunUntilComplete(task);
        }
        catch (CancelledException cancel)
        {
            error = cancel;
        }

        (error is not null).ShouldBe(cancelled);
        _rig.Iterate();
        _rig.ShouldBeAtRest();
    }

    // Ways to dispose it.

    [Test]
    public void Dispose_Twice_EndsItOnce()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTimeout timeout = Timeout(1);
            yield return Settle(Sleep(5), out _, includeCancellation: true);
            CoTask.Current!.Cancel("another");
            timeout.Dispose();
            timeout.Dispose();
            CoTask.Current.Cancelling.ShouldBe(1);
            CoTask.Current.Uncancel();
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_OutOfOrder_EndsThatOneOnly()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTimeout first = Timeout(1);
            CoTimeout second = Timeout(2);
            CoTimeout third = Timeout(3);
            second.Dispose();
            first.Dispose();
            first.IsExpired.ShouldBeFalse();
            yield return Settle(Sleep(10), out Outcome outcome, includeCancellation: true);
            _rig.LogTime($"{outcome}, expired {first.IsExpired} {second.IsExpired} {third.IsExpired}");
            outcome.ThrowIfFailed();
        }

        Should.Throw<TimeoutException>(() => _rig.Run(Main()));
        _rig.ShouldHaveLogged("3 cancelled, expired False False True");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_OfTheOneInTheMiddle_LeavesTheOthersToTheirCoroutine()
    {
        IEnumerator<Awaitable> Inner()
        {
            Timeout(10);
            Timeout(20);
            CoTimeout middle = Timeout(30);
            Timeout(40);
            Timeout(50);
            middle.Dispose();
            _rig.Scheduler.TimerCount.ShouldBe(4);
            yield return null;
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Inner());
            _rig.Scheduler.TimerCount.ShouldBe(0);
        }

        _rig.Run(Main());
    }

    [Test]
    public void Dispose_ByAnInnerCoroutine_EndsIt()
    {
        IEnumerator<Awaitable> Inner(CoTimeout outer)
        {
            outer.Dispose();
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Main()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                yield return Await(Inner(timeout));
                _rig.LogTime($"expired {timeout.IsExpired}");
            }
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("10 expired False");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_ByAnotherTaskThatIsBeingLeft_LeavesThatOnesExceptionAlone()
    {
        CoTimeout timeout = null!;

        IEnumerator<Awaitable> Owner()
        {
            timeout = Timeout(1);
            yield return Settle(Sleep(10), out _, includeCancellation: true);
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Other()
        {
            yield return Sleep(2);
            timeout.IsExpired.ShouldBeTrue();
            using (timeout)
            {
                throw new CancelledException("its own");
            }
        }

        CoTask owner = _rig.Start(Owner());
        CancelledException error = Should.Throw<CancelledException>(() => _rig.Run(Other()));

        error.Message.ShouldBe("its own");
        owner.Cancelling.ShouldBe(0);
        _rig.Scheduler.RunUntilComplete(owner);
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Dispose_ByACallback_EndsIt()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTimeout timeout = Timeout(2);
            Scheduler.Current.CallLater(1, () => timeout.Dispose());
            yield return Sleep(10);
            _rig.LogTime("slept");
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("10 slept");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Use_FromAnotherThread_WhileTheSchedulerRuns_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            using CoTimeout timeout = Timeout(2);
            foreach (Action use in (Action[])[() => timeout.Reschedule(1), () => timeout.Dispose()])
            {
                Exception? refusal = null;
                var thread = new Thread(() => refusal = Record(use));
                thread.Start();
                thread.Join();
                refusal.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("another thread");
            }

            timeout.When.ShouldBe(2);
            yield break;
        }

        _rig.Run(Main());
    }

    private static Exception? Record(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    // What it leaves behind.

    [Test]
    public void Scheduler_DisposedWhileItIsOpen_ClosesTheCoroutine()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(5))
            {
                using var resource = new Cleanup(() => _rig.Log("closed"));
                yield return Sleep(10);
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("closed");
        _rig.ShouldBeAtRest();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Scheduler_DisposedWhileACleanupUnderItWaits_LeavesNoTimer()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(5))
            {
                yield return Try(Sleep(10)).Finally(() => SleepFor(100));
            }
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate();
        _rig.Scheduler.TimerCount.ShouldBe(2);
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_RescheduledAgainAndAgain_KeepsNoOldTimers()
    {
        IEnumerator<Awaitable> Main()
        {
            using (CoTimeout timeout = Timeout(1))
            {
                for (int i = 0; i < 10_000; i++)
                {
                    timeout.Reschedule(1 + i);
                }

                yield return Sleep(1);
                timeout.When.ShouldBe(10_000);
                _rig.Scheduler.TimerCount.ShouldBe(1);
            }
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Timeout_AroundWhatIsReady_AllocatesNoMoreThanItself()
    {
        const int Count = 1000;
        const long Itself = 120;

        IEnumerator<Awaitable> Main()
        {
            var done = new Future();
            done.SetResult();
            for (int round = 0; ; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < Count; i++)
                {
                    using (Timeout(10))
                    {
                        yield return done;
                    }
                }

                long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                if (round == 2)
                {
                    bytes.ShouldBeLessThan(Count * Itself);
                    yield break;
                }
            }
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    // Frames.

    [Test]
    public void Tick_ExpiresAtExactlyTheDeadline_WithinTheFrame()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(0.5))
            {
                yield return Sleep(2);
            }
        }

        using var scheduler = new Scheduler(new SchedulerOptions());
        double left = 0;

        IEnumerator<Awaitable> Watch()
        {
            yield return Settle(Main(), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            left = Scheduler.Current.Time;
        }

        CoTask task = scheduler.CreateTask(Watch());
        scheduler.Tick(2);

        task.IsDone.ShouldBeTrue();
        left.ShouldBe(0.5);
        scheduler.TimerCount.ShouldBe(0);
    }

    [Test]
    public void Tick_ExpiryDoesNotWaitForTheNextFrame_OfACoroutineThatYields()
    {
        IEnumerator<Awaitable> Main()
        {
            using (Timeout(1.5))
            {
                while (true)
                {
                    _rig.LogTime("frame");
                    yield return null;
                }
            }
        }

        CoTask task = _rig.Start(Ending("main", Main()));
        _rig.Scheduler.Tick(1);
        _rig.Scheduler.Tick(0.25);
        _rig.Scheduler.Tick(1);

        task.IsDone.ShouldBeTrue();
        _rig.ShouldHaveLogged("0 frame", "1.25 frame", "1.5 main: TimeoutException");
    }

    private static IEnumerator<Awaitable> SleepFor(double seconds)
    {
        yield return Sleep(seconds);
    }
}
