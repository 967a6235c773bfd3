using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary><c>WaitFor</c>, in what Python has no counterpart for; the rest is compared with it in <c>waitfor.py</c>.</summary>
public sealed class WaitForTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Answer(double seconds = 0)
    {
        yield return Sleep(seconds);
        yield return Return(42);
    }

    private static IEnumerator<Awaitable> AwaitOnly(Awaitable awaitable)
    {
        yield return awaitable;
    }

    [Test]
    public void WaitFor_NaN_IsRefused_AtTheCall() =>
        Should.Throw<ArgumentOutOfRangeException>(() => WaitFor(Sleep(1), double.NaN));

    [Test]
    public void WaitFor_Null_IsRefused_AtTheCall()
    {
        Should.Throw<ArgumentNullException>(() => WaitFor((IEnumerator<Awaitable>)null!, 1)).ParamName.ShouldBe("coroutine");
        Should.Throw<ArgumentNullException>(() => WaitFor<int>((IEnumerator<Awaitable>)null!, 1)).ParamName.ShouldBe("coroutine");
        Should.Throw<ArgumentNullException>(() => WaitFor((CoTask<int>)null!, 1));
        Should.Throw<ArgumentNullException>(() => WaitFor((Future<int>)null!, 1));
    }

    [Test]
    public void WaitFor_Result_ReadTooEarly_SaysWhatToDo()
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> wait = WaitFor<int>(Answer(), 1);
            Should.Throw<InvalidStateException>(() => wait.Result).Message.ShouldContain("Yield it first, then read its Result.");
            yield return wait;
            wait.Result.ShouldBe(42);
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void WaitFor_Result_AfterTheExpiry_ThrowsIt()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(WaitFor<int>(Answer(5), 1).Into(out Awaitable<int> wait), out Outcome<int> outcome);
            Should.Throw<TimeoutException>(() => wait.Result).ShouldBe(outcome.Exception);
            Should.Throw<TimeoutException>(() => outcome.Result).ShouldBe(outcome.Exception);
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void WaitFor_OfATypedCall_LeavesTheCallItsResult([Values(1.0, null)] double? limit)
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await<int>(Answer());
            yield return WaitFor(call, limit);
            call.Result.ShouldBe(42);
        }

        _rig.Run(Main());
    }

    [Test]
    public void WaitFor_WithNoTime_OfACallThatAnEagerTaskEnds_LeavesTheCallItsResult()
    {
        IEnumerator<Awaitable> AtOnce()
        {
            yield return Return(42);
        }

        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.TaskFactory = TaskStart.Eagerly;
            Awaitable<int> call = Await<int>(AtOnce());
            Awaitable<int> wait = WaitFor(call, 0);
            yield return wait;
            (call.Result + wait.Result).ShouldBe(84);
        }

        _rig.Run(Main());
    }

    [Test]
    public void WaitFor_WithNoTime_OfACall_LeavesTheCallItsCancel()
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await<int>(Answer());
            yield return Settle(WaitFor(call, 0), out Outcome<int> outcome);
            outcome.Exception.ShouldBeOfType<TimeoutException>();
            Should.Throw<CancelledException>(() => call.Result);
            yield return Settle(call, out Outcome<int> again);
            again.Exception!.Message.ShouldContain("a second time");
        }

        _rig.Run(Main());
    }

    [Test]
    public void WaitFor_Expired_NamesWhatWaited()
    {
        IEnumerator<Awaitable> Fetch(double limit)
        {
            yield return WaitFor(CreateTask(Answer(5), name: "answer"), limit);
        }

        Should.Throw<TimeoutException>(() => _rig.Scheduler.RunUntilComplete(_rig.Start(Fetch(1.5), "main"))).Message
            .ShouldBe("The timeout at 1.5 s of Fetch (task 'main') has expired.");
        Should.Throw<TimeoutException>(() => _rig.Scheduler.RunUntilComplete(_rig.Start(Fetch(0), "main"))).Message
            .ShouldBe("task 'answer' was not done, and Fetch (task 'main') left it no time.");
    }

    [Test]
    public void WaitFor_YieldedTwice_IsRefused([Values(0, 1)] double limit)
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable wait = WaitFor(CreateTask(Answer()), limit);
            yield return Settle(wait, out _);
            yield return Settle(wait, out Outcome again);
            again.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("a second time");
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void WaitFor_OfAUsedCoroutine_IsRefused_AtTheYield()
    {
        IEnumerator<Awaitable> used = Answer();
        _rig.Run<int>(used);

        InvalidOperationException error = Should.Throw<InvalidOperationException>(() => _rig.Run(AwaitOnly(WaitFor(used, 1))));
        error.Message.ShouldContain("Answer was started before");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void WaitFor_OfAFutureOfAnotherScheduler_IsRefused_AtTheYield([Values(0, 1)] double limit)
    {
        using var other = new Scheduler();
        var future = new Future(other) { Name = "theirs" };

        InvalidOperationException error = Should.Throw<InvalidOperationException>(
            () => _rig.Scheduler.RunUntilComplete(_rig.Start(AwaitOnly(WaitFor(future, limit)), "main")));

        error.Message.ShouldBe("AwaitOnly (task 'main') awaits future 'theirs', which belongs to another scheduler.");
        future.IsDone.ShouldBeFalse();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void WaitFor_TheOwnTask_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(WaitFor(CoTask.Current!, 1), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("cannot await itself");
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void WaitFor_AGroup_CancelsItsChildren()
    {
        IEnumerator<Awaitable> Child()
        {
            using var resource = new Cleanup(() => _rig.LogTime("child closed"));
            yield return Sleep(10);
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Child());
            yield return Settle(WaitFor(group, 1), out Outcome outcome);
            _rig.LogTime(outcome.Exception!.GetType().Name);
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("1 child closed", "1 TimeoutException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void WaitFor_AGroup_WithNoTime_LeavesItToItsCoroutine()
    {
        IEnumerator<Awaitable> Child()
        {
            yield return Sleep(3);
            _rig.LogTime("child done");
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Child());
            yield return Settle(WaitFor(group, 0), out Outcome outcome);
            _rig.LogTime(outcome.Exception!.GetType().Name);
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("0 TimeoutException", "3 child done");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void WaitFor_ASuspension_GivesItUp()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(WaitFor(WaitUntil(() => false), 1), out Outcome outcome);
            _rig.LogTime(outcome.Exception!.GetType().Name);
        }

        _rig.Run(Main());
        _rig.ShouldHaveLogged("1 TimeoutException");
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void WaitFor_InTime_LeavesNoTimer()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return WaitFor(Answer(1), 100);
            _rig.Scheduler.Waits.TimerCount.ShouldBe(0);
            yield return Settle(WaitFor(Try(Sleep(1)).Finally(() => Rig.Throw("lost")), 100), out Outcome outcome);
            outcome.IsSuccess.ShouldBeFalse();
            _rig.Scheduler.Waits.TimerCount.ShouldBe(0);
        }

        _rig.Run(Main());
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Scheduler_DisposedMeanwhile_LeavesNothing([Values(0, 5)] double limit)
    {
        IEnumerator<Awaitable> CleaningUp()
        {
            yield return Try(Sleep(10)).Finally(() => Answer(100));
        }

        CoTask inner = _rig.Start(CleaningUp());
        CoTask task = _rig.Start(AwaitOnly(WaitFor(inner, limit)));
        _rig.Iterate(3);
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        inner.IsCancelled.ShouldBeTrue();
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Tick_GivesUpAtExactlyTheDeadline()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(WaitFor(Answer(10), 0.25), out Outcome outcome);
            _rig.LogTime(outcome.Exception!.GetType().Name);
        }

        CoTask task = _rig.Start(Main());
        _rig.Scheduler.Tick(1);

        task.IsDone.ShouldBeTrue();
        _rig.ShouldHaveLogged("0.25 TimeoutException");
    }
}
