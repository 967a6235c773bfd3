using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_tasks, BaseTaskTests: what no other test of tasks has, cancels apart.</summary>
public sealed class CPythonTaskTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Fail(Exception exception)
    {
        Rethrow(exception);
        yield break;
    }

    private static void Rethrow(Exception exception) => throw exception;

    // test_task_repr
    [Test]
    public void ToString_OfATask_NamesItAndItsState()
    {
        CoTask task = _rig.Start(_rig.Steps("x", 1), "job");
        task.ToString().ShouldBe("task 'job' (Ready)");
        task.Cancel();
        task.ToString().ShouldBe("task 'job' (Ready)");
        _rig.Iterate();
        task.ToString().ShouldBe("task 'job' (Cancelled)");

        CoTask finished = _rig.Start(_rig.Steps("y", 0), "other");
        _rig.Iterate();
        finished.ToString().ShouldBe("task 'other' (Finished)");
    }

    // test_exception_chaining_after_await
    [Test]
    public void Exception_OfATaskAwaitedInAHandler_KeepsTheHandledOneReachable()
    {
        var first = new KeyNotFoundException("3");
        IEnumerator<Awaitable> Handle()
        {
            yield return CreateTask(Fail(new IOException("second")));
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Try(Fail(first)).Catch<KeyNotFoundException>(_ => Handle());
        }

        Should.Throw<IOException>(() => _rig.Run(Main())).GetReplacedException().ShouldBeSameAs(first);
    }

    // test_exception_chaining_after_await_with_context_cycle
    [Test]
    public void Exception_ThrownAgainByATaskAwaitedInItsHandler_DoesNotReplaceItself()
    {
        var error = new KeyNotFoundException("a");
        IEnumerator<Awaitable> Handle(Exception caught)
        {
            yield return CreateTask(Fail(caught));
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Try(Fail(error)).Catch<KeyNotFoundException>(Handle);
        }

        KeyNotFoundException thrown = Should.Throw<KeyNotFoundException>(() => _rig.Run(Main()));
        thrown.ShouldBeSameAs(error);
        thrown.GetReplacedException().ShouldBeNull();
    }

    // test_coroutine_non_gen_function_return_future
    [Test]
    public void Return_OfAFuture_GivesThatFuture_AndDoesNotAwaitIt()
    {
        Future pending = _rig.Scheduler.CreateFuture();
        IEnumerator<Awaitable> Give()
        {
            yield return Return(pending);
        }

        _rig.Run<Future>(Give()).ShouldBeSameAs(pending);
        pending.IsDone.ShouldBeFalse();
    }

    // test_tb_logger_not_called_after_cancel
    [Test]
    public void Cancel_OfAFailedTask_CountsAsSeeingItsException()
    {
        CoTask task = _rig.Start(Fail(new IOException("unseen")));
        _rig.Iterate();
        task.Cancel().ShouldBeFalse();
        _rig.Dispose();

        _rig.ShouldHaveReported();
    }

    // test_current_task_with_interleaving_tasks
    [Test]
    public void Current_OfTasksThatWaitForEachOther_IsTheOneThatRuns()
    {
        Future first = _rig.Scheduler.CreateFuture();
        Future second = _rig.Scheduler.CreateFuture();
        IEnumerator<Awaitable> One()
        {
            _rig.Log(CoTask.Current!.Name);
            yield return first;
            _rig.Log(CoTask.Current!.Name);
            second.SetResult(true);
        }

        IEnumerator<Awaitable> Two()
        {
            _rig.Log(CoTask.Current!.Name);
            first.SetResult(true);
            yield return second;
            _rig.Log(CoTask.Current!.Name);
        }

        _rig.Start(One(), "one");
        _rig.Start(Two(), "two");
        _rig.Iterate(3);

        _rig.ShouldHaveLogged("one", "two", "one", "two");
        CoTask.Current.ShouldBeNull();
    }

    // SleepTests.test_sleep_zero
    [Test]
    public void SleepOfZero_LetsWhatIsScheduledRunFirst()
    {
        IEnumerator<Awaitable> Main()
        {
            Scheduler.Current.CallSoon(() => _rig.Log("callback"));
            _rig.Log("before");
            yield return Sleep(0);
            _rig.Log("after");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("before", "callback", "after");
    }
}
