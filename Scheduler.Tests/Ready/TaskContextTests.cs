using static Coroutines.Awaitable;

namespace Coroutines.Tests.Ready;

/// <summary><see cref="AsyncLocal{T}"/> values of tasks and callbacks (rule 40).</summary>
public sealed class TaskContextTests
{
    private readonly AsyncLocal<string?> _local = new();
    private Rig _rig = null!;

    [SetUp]
    public void SetUp()
    {
        _local.Value = "outside";
        _rig = new Rig();
    }

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> SetAndLog(string name)
    {
        _rig.Log($"{name} sees {_local.Value}");
        _local.Value = name;
        yield return null;
        _rig.Log($"{name} has {_local.Value}");
        yield return Sleep(1);
        _rig.Log($"{name} has {_local.Value}");
    }

    [Test]
    public void Tasks_KeepTheirValuesApart_AcrossSuspensions()
    {
        _rig.Start(SetAndLog("a"));
        _rig.Start(SetAndLog("b"));
        _rig.Run(SleepOnly(2));

        _rig.ShouldHaveLogged("a sees outside", "b sees outside", "a has a", "b has b", "a has a", "b has b");
        _local.Value.ShouldBe("outside");
    }

    [Test]
    public void Task_InheritsTheValues_OfTheMomentOfItsCreation()
    {
        IEnumerator<Awaitable> Main()
        {
            _local.Value = "first";
            CoTask child = CreateTask(SetAndLog("child"));
            _local.Value = "second";
            yield return child;
            _rig.Log($"main has {_local.Value}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("child sees first", "child has child", "child has child", "main has second");
    }

    [Test]
    public void AwaitedCoroutine_SharesTheValues_OfItsCaller()
    {
        IEnumerator<Awaitable> Main()
        {
            _local.Value = "main";
            yield return Await(SetAndLog("inner"));
            _rig.Log($"main has {_local.Value}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("inner sees main", "inner has inner", "inner has inner", "main has inner");
    }

    [Test]
    public void Callbacks_SeeTheValuesOfWhereTheyWereScheduled_AndChangeNobodyElses()
    {
        IEnumerator<Awaitable> Main()
        {
            var future = new Future();
            _local.Value = "at add";
            future.AddDoneCallback(_ => LogAndSet("done-callback"));
            _local.Value = "at schedule";
            Scheduler.Current.CallSoon(() => LogAndSet("callback"));
            Scheduler.Current.CallLater(1, () => LogAndSet("timer"));
            _local.Value = "main";
            future.SetResult();
            yield return Sleep(2);
            _rig.Log($"main has {_local.Value}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged(
            "callback sees at schedule", "done-callback sees at add", "timer sees at schedule", "main has main");
        _local.Value.ShouldBe("outside");
    }

    [Test]
    public void Callback_GivenAContext_RunsInIt()
    {
        _local.Value = "captured";
        ExecutionContext context = ExecutionContext.Capture()!;
        _local.Value = "later";
        _rig.Scheduler.CallSoon(() => LogAndSet("callback"), context);
        _rig.Scheduler.CreateTask(SetAndLog("task"), context: context);
        var future = new Future(_rig.Scheduler);
        future.AddDoneCallback(_ => LogAndSet("done-callback"), context);
        future.SetResult();
        _rig.Iterate();

        _rig.ShouldHaveLogged("callback sees captured", "task sees captured", "done-callback sees captured");
        _local.Value.ShouldBe("later");
    }

    [Test]
    public void Tick_LeaksNoValues()
    {
        _rig.Start(SetAndLog("a"));
        _rig.Scheduler.Tick(0.5);
        _local.Value.ShouldBe("outside");
        _rig.Scheduler.Tick(2);

        _local.Value.ShouldBe("outside");
        _rig.Scheduler.Tick(2);
        _rig.ShouldHaveLogged("a sees outside", "a has a", "a has a");
    }

    [Test]
    public void Run_LeaksNoValues()
    {
        Scheduler.Run(SetAndLog("main"), new SchedulerOptions { TimeProvider = new VirtualClock() });

        _local.Value.ShouldBe("outside");
    }

    [Test]
    public void Run_LeftByCtrlC_LeaksNoValues()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return null;
            _local.Value = "main";
            throw new KeyboardInterruptException();
        }

        Should.Throw<KeyboardInterruptException>(() => _rig.Run(Main()));

        _local.Value.ShouldBe("outside");
    }

    [Test]
    public void Predicate_RunsInItsTasksContext_AndLeaksNoValues()
    {
        IEnumerator<Awaitable> Waiter()
        {
            _local.Value = "waiter";
            yield return WaitUntil(() =>
            {
                LogAndSet("predicate");
                return true;
            });
            _rig.Log($"waiter has {_local.Value}");
        }

        _rig.Start(Waiter());
        _rig.Start(SetAndLog("other"));
        _rig.Run(SleepOnly(2));

        _rig.ShouldHaveLogged(
            "other sees outside", "predicate sees waiter", "other has other", "waiter has waiter", "other has other");
        _local.Value.ShouldBe("outside");
    }

    [Test]
    public void ExceptionHandler_LeaksNoValues()
    {
        _rig.Scheduler.ExceptionHandler = _ => _local.Value = "handler";
        _rig.Scheduler.CallSoon(() => Rig.Throw("boom"));
        _rig.Start(SetAndLog("a"));
        _rig.Iterate();

        _rig.ShouldHaveLogged("a sees outside");
        _local.Value.ShouldBe("outside");
    }

    [Test]
    public void Task_MadeWithTheFlowSuppressed_LeaksNoValues()
    {
        using (ExecutionContext.SuppressFlow())
        {
            _rig.Start(SetAndLog("a"));
        }

        _rig.Start(SetAndLog("b"));
        _rig.Run(SleepOnly(2));

        _local.Value.ShouldBe("outside");
        _rig.ShouldHaveLogged("a sees outside", "b sees outside", "a has a", "b has b", "a has a", "b has b");
    }

    private void LogAndSet(string name)
    {
        _rig.Log($"{name} sees {_local.Value}");
        _local.Value = name;
    }

    private static IEnumerator<Awaitable> SleepOnly(double seconds)
    {
        yield return Sleep(seconds);
    }
}
