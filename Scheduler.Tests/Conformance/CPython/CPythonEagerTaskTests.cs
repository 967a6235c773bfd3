using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_eager_task_factory; and the task factory in test_base_events.</summary>
public sealed class CPythonEagerTaskTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp()
    {
        _rig = new Rig();
        _rig.Scheduler.TaskFactory = TaskStart.Eagerly;
    }

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // test_await_future_during_eager_step
    [Test]
    public void Future_SetInAnEagerStep_IsDone()
    {
        IEnumerator<Awaitable> Set(Future<string> future)
        {
            future.SetResult("my message");
            yield break;
        }

        IEnumerator<Awaitable> Main()
        {
            var future = new Future<string>();
            CreateTask(Set(future)).IsDone.ShouldBeTrue();
            yield return future;
            yield return Return(future.Result);
        }

        _rig.Run<string>(Main()).ShouldBe("my message");
    }

    // test_eager_completion
    [Test]
    public void Task_ThatDoesNotSuspend_IsDoneAtOnce()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<string> task = CreateTask<string>(Give("hello"));
            task.IsDone.ShouldBeTrue();
            yield return task;
            yield return Return(task.Result);
        }

        _rig.Run<string>(Main()).ShouldBe("hello");
    }

    // test_block_after_eager_step
    [Test]
    public void Task_ThatSuspends_GoesOnLater()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<string> task = CreateTask<string>(Give(0.1, "finished after blocking"));
            task.IsDone.ShouldBeFalse();
            yield return task;
            task.IsDone.ShouldBeTrue();
            yield return Return(task.Result);
        }

        _rig.Run<string>(Main()).ShouldBe("finished after blocking");
        _rig.Scheduler.Time.ShouldBe(0.1);
    }

    // test_cancellation_after_eager_completion
    [Test]
    public void Cancel_OfOneThatIsDoneAtOnce_ComesTooLate()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<int> task = CreateTask<int>(Give(42));
            task.Cancel().ShouldBeFalse();
            yield return task;
            task.IsCancelled.ShouldBeFalse();
            yield return Return(task.Result);
        }

        _rig.Run<int>(Main()).ShouldBe(42);
    }

    // test_cancellation_after_eager_step_blocks
    [Test]
    public void Cancel_OfOneThatHasSuspended_ReachesIt()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask<int> task = CreateTask<int>(Give(0.1, 42));
            task.Cancel("cancellation message");
            task.Cancelling.ShouldBe(1);
            yield return task;
        }

        Should.Throw<CancelledException>(() => _rig.Run(Main())).Message.ShouldBe("cancellation message");
    }

    // test_current_task
    [Test]
    public void Current_InAnEagerStep_IsTheEagerTask_AndAfterItTheOneThatMadeIt()
    {
        CoTask? seen = null;
        IEnumerator<Awaitable> Eager()
        {
            seen = CoTask.Current;
            yield return Sleep(0.1);
            CoTask.Current.ShouldBeSameAs(seen);
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask main = CoTask.Current!;
            CoTask task = CreateTask(Eager());
            seen.ShouldBeSameAs(task);
            CoTask.Current.ShouldBeSameAs(main);
            yield return task;
        }

        _rig.Run(Main());
    }

    // test_all_tasks_with_eager_completion
    [Test]
    public void AllTasks_InAnEagerStep_IncludesTheEagerTask_AndAfterItsEndDoesNot()
    {
        IReadOnlyList<CoTask> seen = [];
        IEnumerator<Awaitable> Eager()
        {
            seen = Scheduler.Current.AllTasks();
            yield break;
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask task = CreateTask(Eager());
            seen.ShouldContain(task);
            Scheduler.Current.AllTasks().ShouldNotContain(task);
            yield break;
        }

        _rig.Run(Main());
    }

    // test_all_tasks_with_blocking
    [Test]
    public void AllTasks_IncludesAnEagerTaskThatHasSuspended_UntilItsEnd()
    {
        IReadOnlyList<CoTask> seen = [];
        IEnumerator<Awaitable> Eager(Future first, Future second)
        {
            seen = Scheduler.Current.AllTasks();
            yield return first;
            second.SetResult();
        }

        IEnumerator<Awaitable> Main()
        {
            Future first = new(), second = new();
            CoTask task = CreateTask(Eager(first, second));
            seen.ShouldContain(task);
            Scheduler.Current.AllTasks().ShouldContain(task);
            first.SetResult();
            yield return second;
            Scheduler.Current.AllTasks().ShouldNotContain(task);
        }

        _rig.Run(Main());
    }

    // test_context_vars
    [Test]
    public void Values_SetInAnEagerStep_AreTheTasksOwn()
    {
        var value = new AsyncLocal<int>();
        IEnumerator<Awaitable> Eager()
        {
            _rig.Log($"eager step {value.Value}");
            value.Value = 2;
            yield return Sleep(0.1);
            _rig.Log($"second step {value.Value}");
            value.Value = 3;
        }

        IEnumerator<Awaitable> Main()
        {
            value.Value = 1;
            CoTask task = CreateTask(Eager());
            _rig.Log($"main {value.Value}");
            yield return task;
            _rig.Log($"main {value.Value}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("eager step 1", "main 1", "second step 2", "main 1");
    }

    // test_eager_task_factory_set, test_set_task_factory, test_create_named_task_with_custom_factory
    [Test]
    public void TaskFactory_SeesEachTask_UntilItIsTakenAway()
    {
        Func<TaskStart, TaskStart> factory = start =>
        {
            _rig.Log($"makes {start.Name ?? "one without a name"}");
            return start;
        };
        _rig.Scheduler.TaskFactory.ShouldBeSameAs(TaskStart.Eagerly);
        _rig.Scheduler.TaskFactory = factory;
        _rig.Scheduler.TaskFactory.ShouldBeSameAs(factory);
        _rig.Start(SleepFor(1), "test_task").Name.ShouldBe("test_task");
        _rig.Run(SleepFor(1));
        _rig.Scheduler.TaskFactory = null;
        _rig.Start(SleepFor(1), "unseen");

        _rig.ShouldHaveLogged("makes test_task", "makes one without a name");
    }

    // BaseTaskCountingTests.test_awaitables_chain, test_recursive_taskgroups, test_recursive_gather
    [Test]
    public void TaskFactory_SeesEachChildOfAGroupOrGather_AndNoAwaitedCoroutine([Values] bool eager)
    {
        int made = 0;
        _rig.Scheduler.TaskFactory = start =>
        {
            made++;
            return start with { Eager = eager };
        };

        _rig.Run<int>(Chain(100)).ShouldBe(100);
        made.ShouldBe(1);
        made = 0;
        _rig.Run(Groups(5, 4));
        made.ShouldBe(1 + 5 + 25 + 125 + 625);
        made = 0;
        _rig.Run(Gathers(5, 4));
        made.ShouldBe(1 + 5 + 25 + 125 + 625);
    }

    // What asyncio counts there: an eager task that does not suspend never gets to the loop.
    [Test]
    public void EagerTasks_ThatDoNotSuspend_CostNoIteration()
    {
        IEnumerator<Awaitable> Main()
        {
            long before = Scheduler.Current.Loop.Iteration;
            yield return Await(Groups(5, 4));
            yield return Await(Gathers(5, 4));
            (Scheduler.Current.Loop.Iteration - before).ShouldBe(0);
        }

        _rig.Run(Main());
    }

    private static IEnumerator<Awaitable> Chain(int depth)
    {
        if (depth == 0)
        {
            yield return Return(0);
        }

        yield return Await<int>(Chain(depth - 1)).Into(out Awaitable<int> below);
        yield return Return(1 + below.Result);
    }

    private static IEnumerator<Awaitable> Groups(int width, int depth)
    {
        if (depth == 0)
        {
            yield break;
        }

        var group = new TaskGroup();
        for (int i = 0; i < width; i++)
        {
            group.CreateTask(Groups(width, depth - 1));
        }

        yield return group;
    }

    private static IEnumerator<Awaitable> Gathers(int width, int depth)
    {
        if (depth > 0)
        {
            yield return Gather(Enumerable.Range(0, width).Select(_ => Gathers(width, depth - 1)));
        }
    }
}
