using static Coroutines.Awaitable;

namespace Coroutines.Tests.Running;

/// <summary>What becomes of the tasks when their scheduler is disposed.</summary>
public sealed class DisposeTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Guarded(string name, Awaitable awaited)
    {
        try
        {
            yield return awaited;
        }
        finally
        {
            _rig.Log($"{name} closed");
        }
    }

    [Test]
    public void Dispose_ClosesEverySuspendedTask_InTheOrderOfCreation()
    {
        var future = new Future(_rig.Scheduler);
        CoTask[] tasks =
        [
            _rig.Start(Guarded("sleeping", Sleep(10))),
            _rig.Start(Guarded("endless", Sleep(double.PositiveInfinity))),
            _rig.Start(Guarded("future", future)),
            _rig.Start(Guarded("predicate", WaitUntil(() => false))),
            _rig.Start(Guarded("yielding", null)),
            _rig.Start(Guarded("nested", Await(Guarded("inner", Sleep(1))))),
        ];
        _rig.Iterate();
        CoTask unstarted = _rig.Start(Guarded("unstarted", null));

        _rig.Dispose();

        tasks.ShouldAllBe(task => task.IsCancelled);
        unstarted.IsCancelled.ShouldBeTrue();
        future.IsCancelled.ShouldBeTrue();
        Should.Throw<CancelledException>(() => tasks[0].Result).Message.ShouldBe("The scheduler was disposed.");
        _rig.ShouldHaveLogged(
            "yielding closed", "sleeping closed", "endless closed", "future closed", "predicate closed", "inner closed", "nested closed");
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
        _rig.ShouldHaveReported();
    }

    [Test]
    public void Dispose_RunsDeferredCoroutines_AsFarAsTheyGoWithoutWaiting()
    {
        IEnumerator<Awaitable> Main()
        {
            Defer(Guarded("sleeping cleanup", Sleep(1)));
            Defer(_rig.Steps("cleanup", 2));
            yield return Sleep(10);
        }

        CoTask task = _rig.Start(Main());
        _rig.Iterate();
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("cleanup1", "cleanup2", "cleanup end", "sleeping cleanup closed");
    }

    [Test]
    public void Dispose_ClosesATaskThatSwallowsItsCancel()
    {
        IEnumerator<Awaitable> Stubborn()
        {
            using var resource = new Cleanup(() => _rig.Log("closed"));
            while (true)
            {
                yield return Settle(Sleep(1), out Outcome outcome, includeCancellation: true);
                _rig.Log($"{outcome}");
            }
        }

        CoTask task = _rig.Start(Stubborn());
        _rig.Iterate();
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("cancelled", "closed");
    }

    [Test]
    public void Dispose_ClosesATaskThatYieldsForEver()
    {
        int steps = 0;
        IEnumerator<Awaitable> Endless()
        {
            using var resource = new Cleanup(() => _rig.Log("closed"));
            yield return Settle(Sleep(1), out _, includeCancellation: true);
            while (true)
            {
                steps++;
                yield return null;
            }
        }

        _rig.Start(Endless());
        _rig.Iterate();
        _rig.Dispose();

        _rig.ShouldHaveLogged("closed");
        steps.ShouldBeGreaterThan(0);
    }

    [Test]
    public void Dispose_AfterTicks_ClosesTasksThatWaitForTheNextFrame()
    {
        CoTask task = _rig.Start(Guarded("frame", NextFrame()));
        _rig.Scheduler.Tick(0.1);
        _rig.Dispose();

        task.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveLogged("frame closed");
    }

    [Test]
    public void Dispose_WhenAFinallyThrows_ClosesTheOthers_AndReportsIt()
    {
        IEnumerator<Awaitable> Throwing()
        {
            using var resource = new Cleanup(() => Rig.Throw("in finally"));
            yield return Sleep(1);
        }

        _rig.Start(Guarded("before", Sleep(1)));
        _rig.Start(Throwing(), "thrower");
        _rig.Start(Guarded("after", Sleep(1)));
        _rig.Iterate();
        _rig.Dispose();

        _rig.ShouldHaveLogged("before closed", "after closed");
        _rig.ShouldHaveReported("The exception of task 'thrower' was never looked at: in finally");
    }

    [Test]
    public void Dispose_RunsTheDoneCallbacksOfWhatItEnds()
    {
        IEnumerator<Awaitable> Stubborn()
        {
            yield return Settle(Sleep(1), out _, includeCancellation: true);
            yield return Sleep(1);
        }

        foreach ((string name, IEnumerator<Awaitable> coroutine) in new[] { ("plain", Guarded("plain", Sleep(1))), ("stubborn", Stubborn()) })
        {
            _rig.Start(coroutine).AddDoneCallback(future => _rig.Log($"{name} {future.State}"));
        }

        _rig.Iterate();
        _rig.Dispose();

        _rig.ShouldHaveLogged("plain closed", "plain Cancelled", "stubborn Cancelled");
    }

    [Test]
    public void Dispose_WhenClosingStartsATask_ClosesThatToo()
    {
        CoTask? started = null;
        IEnumerator<Awaitable> Stubborn()
        {
            using var resource = new Cleanup(() => started = _rig.Start(_rig.Steps("started", 1)));
            yield return Settle(Sleep(1), out _, includeCancellation: true);
            yield return Sleep(1);
        }

        _rig.Start(Stubborn());
        _rig.Iterate();
        _rig.Dispose();

        started.ShouldNotBeNull().IsCancelled.ShouldBeTrue();
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
    }

    [Test]
    public void Dispose_OfAStubbornTask_RunsItsCleanUpAsItself()
    {
        var local = new AsyncLocal<string>();
        IEnumerator<Awaitable> Stubborn()
        {
            local.Value = "the task's";
            using var resource = new Cleanup(() => _rig.Log($"{CoTask.Current?.Name} {local.Value}"));
            yield return Try(Inner()).Finally(() => _rig.Log("finally")).Finally(() => Never());
        }

        IEnumerator<Awaitable> Inner()
        {
            yield return Settle(Sleep(1), out _, includeCancellation: true);
            yield return Sleep(1);
        }

        IEnumerator<Awaitable> Never()
        {
            _rig.Log("a coroutine");
            yield return null;
        }

        _rig.Start(Stubborn(), "stubborn");
        _rig.Iterate();
        _rig.Dispose();

        _rig.ShouldHaveLogged("finally", "stubborn the task's");
    }

    [Test]
    public void Dispose_OfTasksInARing_EndsThem()
    {
        CoTask b = null!;
        IEnumerator<Awaitable> A()
        {
            yield return null;
            yield return b;
        }

        CoTask a = _rig.Start(A());
        b = _rig.Start(Guarded("b", a));
        _rig.Iterate(2);
        _rig.Dispose();

        a.IsCancelled.ShouldBeTrue();
        b.IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void Dispose_Twice_DoesNothingMore()
    {
        _rig.Start(Guarded("a", Sleep(1)));
        _rig.Iterate();
        _rig.Scheduler.Dispose();
        _rig.Scheduler.Dispose();

        _rig.Scheduler.IsDisposed.ShouldBeTrue();
        _rig.ShouldHaveLogged("a closed");
    }

    [Test]
    public void Dispose_WhileRunning_IsRefused_AndTheRunGoesOn()
    {
        IEnumerator<Awaitable> Disposing()
        {
            Should.Throw<InvalidOperationException>(_rig.Scheduler.Dispose).Message.ShouldContain("Disposing (task 'Task-1')");
            yield return Sleep(1);
            _rig.Log("goes on");
        }

        _rig.Run(Disposing());

        _rig.ShouldHaveLogged("goes on");
    }
}
