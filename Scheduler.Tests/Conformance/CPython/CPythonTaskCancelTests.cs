using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_tasks, BaseTaskTests: cancel and uncancel, what no other test of cancels has.</summary>
public sealed class CPythonTaskCancelTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> SleepFor(double seconds)
    {
        yield return Sleep(seconds);
    }

    private static IEnumerator<Awaitable> WaitFor(Future future)
    {
        yield return future;
        yield return Return(12);
    }

    // test_uncancel_basic
    [Test]
    public void Uncancel_OfASwallowedCancel_LeavesTheTaskToBeCancelledAnew()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Sleep(10), out _, includeCancellation: true);
            CoTask.Current!.Uncancel();
            yield return Sleep(10);
        }

        CoTask task = _rig.Start(Main());
        _rig.Run(SleepFor(0.01));
        task.Cancel().ShouldBeTrue();
        task.Cancelling.ShouldBe(1);
        task.IsCancelled.ShouldBeFalse();

        _rig.Run(SleepFor(0.01));
        task.Cancelling.ShouldBe(0);
        task.IsCancelled.ShouldBeFalse();

        task.Cancel().ShouldBeTrue();
        task.Cancelling.ShouldBe(1);
        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task));
        task.IsCancelled.ShouldBeTrue();
        task.Uncancel();
        task.IsCancelled.ShouldBeTrue();
    }

    // test_uncancel_structured_blocks: a timeout made by hand of a timer, a cancel and an uncancel
    [TestCase(10.0, 0.1, "timed out")]
    [TestCase(0.0, 10.0, "finished")]
    public void Uncancel_MakesATimeoutOfACancel(double sleep, double timeout, string expected)
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask self = CoTask.Current!;
            bool isExpired = false;
            TimerHandle timer = _rig.Scheduler.CallLater(timeout, () =>
            {
                isExpired = true;
                self.Cancel();
            });
            yield return Settle(Sleep(sleep), out Outcome outcome, includeCancellation: true);
            timer.Cancel();
            _rig.Log(isExpired && self.Uncancel() == 0 && outcome.IsCancelled ? "timed out" : "finished");
            yield return Sleep(0);
            _rig.Log($"after it, {self.Cancelling} cancels left");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged(expected, "after it, 0 cancels left");
    }

    // test_cancel_with_message_then_future_result, test_cancel_with_message_then_future_exception,
    // test_cancel_with_message_before_starting_task
    [Test]
    public void Message_OfACancel_ReachesWhoeverReadsTheResultOrTheException(
        [Values(null, "my message")] string? message, [Values] bool reads, [Values] bool isStarted)
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask task = CreateTask(SleepFor(10));
            if (isStarted)
            {
                yield return Sleep(0);
            }

            task.Cancel(message);
            yield return Settle(task, out _, includeCancellation: true);
            _ = reads ? task.Result : task.Exception;
        }

        CoTask main = _rig.Start(Main());
        CancelledException cancel = Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(main));

        main.IsCancelled.ShouldBeTrue();
        cancel.Message.ShouldBe(message ?? new CancelledException().Message);
        cancel.GetReplacedException().ShouldBeNull();
    }

    // test_cancellation_exception_context
    [Test]
    public void Cancel_TurnedIntoAnError_StaysReachableFromIt()
    {
        Future started = _rig.Scheduler.CreateFuture();
        IEnumerator<Awaitable> Inner()
        {
            started.SetResult();
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask inner = CreateTask(Inner());
            yield return started;
            Scheduler.Current.CallSoon(() => inner.Cancel("msg"));
            yield return Try(inner).Catch<CancelledException>(_ => Rig.Throw("cancelled"));
        }

        IOException error = Should.Throw<IOException>(() => _rig.Run(Main()));

        error.Message.ShouldBe("cancelled");
        error.GetReplacedException().ShouldBeOfType<CancelledException>().Message.ShouldBe("msg");
    }

    // test_cancel_both_task_and_inner_future
    [Test]
    public void Cancel_OfTheFutureAndThenOfTheTaskThatAwaitsIt_CancelsBoth()
    {
        Future future = _rig.Scheduler.CreateFuture();
        CoTask task = _rig.Start(WaitFor(future));
        _rig.Iterate();
        future.Cancel().ShouldBeTrue();
        task.Cancel().ShouldBeTrue();

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task));
        future.IsCancelled.ShouldBeTrue();
        task.IsCancelled.ShouldBeTrue();
    }

    // test_cancel_task_catching
    [Test]
    public void Cancel_ThatIsCaught_EndsTheAwaitedFutureAndNotTheTask()
    {
        Future first = _rig.Scheduler.CreateFuture();
        Future second = _rig.Scheduler.CreateFuture();
        IEnumerator<Awaitable> Main()
        {
            yield return first;
            yield return Settle(second, out Outcome outcome, includeCancellation: true);
            yield return Return(outcome.IsCancelled ? 42 : 0);
        }

        CoTask<int> task = _rig.Start<int>(Main());
        _rig.Iterate();
        first.SetResult();
        _rig.Iterate();
        task.Cancel();
        second.IsCancelled.ShouldBeTrue();

        _rig.Scheduler.RunUntilComplete(task).ShouldBe(42);
        task.IsCancelled.ShouldBeFalse();
    }

    // test_cancel_task_ignoring
    [Test]
    public void Cancel_ThatIsIgnored_LeavesWhatIsAwaitedNextAlone()
    {
        Future first = _rig.Scheduler.CreateFuture();
        Future second = _rig.Scheduler.CreateFuture();
        Future<int> third = _rig.Scheduler.CreateFuture<int>();
        IEnumerator<Awaitable> Main()
        {
            yield return first;
            yield return Settle(second, out _, includeCancellation: true);
            yield return third;
            yield return Return(third.Result);
        }

        CoTask<int> task = _rig.Start<int>(Main());
        _rig.Iterate();
        first.SetResult();
        _rig.Iterate();
        task.Cancel();
        second.IsCancelled.ShouldBeTrue();
        _rig.Iterate();
        third.SetResult(42);

        _rig.Scheduler.RunUntilComplete(task).ShouldBe(42);
        third.IsCancelled.ShouldBeFalse();
        task.IsCancelled.ShouldBeFalse();
    }

    // test_baseexception_during_cancel
    [Test]
    public void KeyboardInterrupt_WhileACancelIsHandled_LeavesTheLoopAndIsTheTasksException()
    {
        var interrupt = new KeyboardInterruptException();
        IEnumerator<Awaitable> Main()
        {
            yield return Try(SleepFor(10)).Catch<CancelledException>(_ => Raise());
        }

        void Raise() => throw interrupt;

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        task.Cancel();
        task.IsDone.ShouldBeFalse();

        Should.Throw<KeyboardInterruptException>(() => _rig.Iterate()).ShouldBeSameAs(interrupt);
        task.IsDone.ShouldBeTrue();
        task.IsCancelled.ShouldBeFalse();
        task.Exception.ShouldBeSameAs(interrupt);
    }
}
