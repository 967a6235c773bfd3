using static Coroutines.Awaitable;
using static Coroutines.Tests.Conformance.CPython.Bodies;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_taskgroups, TestTaskGroup: children and bodies that succeed, and the use of a group.</summary>
public sealed class CPythonTaskGroupTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // test_taskgroup_01, test_taskgroup_02
    [TestCase(0.0, 0.2)]
    [TestCase(0.15, 0.35)]
    public void Group_IsOverWhenItsLastChildIs(double between, double end)
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            CoTask<int> first = group.CreateTask<int>(Give(0.1, 42));
            if (between > 0)
            {
                yield return Sleep(between);
            }

            CoTask<int> second = group.CreateTask<int>(Give(0.2, 11));
            yield return group;
            _rig.LogTime($"{first.Result} {second.Result}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged(FormattableString.Invariant($"{end:0.###} 42 11"));
    }

    // test_taskgroup_03
    [Test]
    public void Cancel_OfAChild_LeavesTheOthersAlone()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            CoTask<int> first = group.CreateTask<int>(Give(1, 42));
            yield return Sleep(0.15);
            first.Cancel();
            CoTask<int> second = group.CreateTask<int>(Give(0.2, 11));
            yield return group;
            _rig.LogTime($"{first.State} {second.Result}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0.35 Cancelled 11");
    }

    // test_taskgroup_23
    [Test]
    public void Tasks_AreThoseThatAreNotDone()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            for (int count = 0; count < 10; count++)
            {
                yield return Sleep(0.1);
                group.CreateTask(SleepFor(0.3));
                _rig.Log($"{group.Tasks.Count}");
            }

            yield return Sleep(1.35);
            _rig.Log($"{group.Tasks.Count}");
            yield return group;
        }

        _rig.Run(Main());

        // As in Python: at the moment when a child is done, the loop comes first.
        _rig.ShouldHaveLogged("1", "2", "3", "4", "4", "4", "4", "4", "4", "4", "0");
    }

    // test_taskgroup_24
    [Test]
    public void Child_MayStartSiblings_WhileTheGroupEnds()
    {
        IEnumerator<Awaitable> Root(TaskGroup group)
        {
            yield return Sleep(0.1);
            group.CreateTask(SleepFor(0.1));
            group.CreateTask(SleepFor(0.2));
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Root(group));
            yield return group;
            _rig.LogTime("over");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0.3 over");
    }

    // test_taskgroup_25
    [Test]
    public void Children_ThatMultiply_EndWhenOneOfThemFails()
    {
        int hydras = 0;
        IEnumerator<Awaitable> Hydra(TaskGroup group)
        {
            hydras++;
            yield return Sleep(0.01);
            group.CreateTask(Hydra(group));
            group.CreateTask(Hydra(group));
        }

        IEnumerator<Awaitable> Hercules()
        {
            while (hydras < 10)
            {
                yield return Sleep(0.015);
            }

            throw new DivideByZeroException();
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Hydra(group));
            group.CreateTask(Hercules());
            yield return group;
        }

        KindsOf(Should.Throw<AggregateException>(() => _rig.Run(Main()))).ShouldBe([typeof(DivideByZeroException)]);
        hydras.ShouldBe(31);
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
    }

    // test_taskgroup_task_name
    [Test]
    public void CreateTask_TakesAName()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(SleepFor(0), name: "yolo").Name.ShouldBe("yolo");
            yield return group;
        }

        _rig.Run(Main());
    }

    // test_taskgroup_task_context
    [Test]
    public void CreateTask_TakesAContext_OfWhichTheChildChangesACopy()
    {
        var value = new AsyncLocal<string?>();
        IEnumerator<Awaitable> Child(string own)
        {
            _rig.Log($"sees {value.Value}");
            yield return Sleep(0);
            value.Value = own;
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            value.Value = "given";
            ExecutionContext context = ExecutionContext.Capture()!;
            value.Value = "main's";
            yield return group.CreateTask(Child("first"), context: context);
            yield return group.CreateTask(Child("second"), context: context);
            yield return group;
            _rig.Log($"main sees {value.Value}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("sees given", "sees given", "main sees main's");
    }

    // test_taskgroup_no_create_task_after_failure
    [Test]
    public void CreateTask_AfterAFailure_IsRefused()
    {
        IEnumerator<Awaitable> Stubborn(TaskGroup group)
        {
            yield return Settle(Sleep(1), out Outcome outcome, includeCancellation: true);
            outcome.IsCancelled.ShouldBeTrue();
            Should.Throw<InvalidOperationException>(() => group.CreateTask(SleepFor(0))).Message.ShouldContain("is shutting down");
        }

        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            group.CreateTask(Crash(0.001, new DivideByZeroException()));
            group.CreateTask(Stubborn(group));
            yield return group;
        }

        KindsOf(Should.Throw<AggregateException>(() => _rig.Run(Main()))).ShouldBe([typeof(DivideByZeroException)]);
    }

    // test_taskgroup_already_entered, test_taskgroup_double_enter
    [Test]
    public void Group_YieldedASecondTime_IsRefused()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group;
            yield return group;
        }

        Should.Throw<InvalidOperationException>(() => _rig.Run(Main())).Message.ShouldContain("a second time");
    }

    // test_taskgroup_finished, test_coro_closed_when_tg_closed
    [Test]
    public void CreateTask_AfterTheEnd_IsRefused_AndTheCoroutineIsClosed()
    {
        var coroutine = new Watched();
        IEnumerator<Awaitable> Main()
        {
            var group = new TaskGroup();
            yield return group;
            Should.Throw<InvalidOperationException>(() => group.CreateTask(coroutine)).Message.ShouldContain("is over");
        }

        _rig.Run(Main());

        coroutine.IsDisposed.ShouldBeTrue();
        coroutine.Steps.ShouldBe(0);
    }

    // test_taskgroup_without_parent_task
    [Test]
    public void Group_OutsideOfATask_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => new TaskGroup());
        _rig.Scheduler.CallSoon(() => Should.Throw<InvalidOperationException>(() => new TaskGroup()));
        _rig.Iterate();

        _rig.ShouldHaveReported();
    }

    private sealed class Watched : IEnumerator<Awaitable>
    {
        public Awaitable Current => default;

        object System.Collections.IEnumerator.Current => Current;

        internal bool IsDisposed { get; private set; }

        internal int Steps { get; private set; }

        public bool MoveNext()
        {
            Steps++;
            return false;
        }

        public void Reset() => throw new NotSupportedException();

        public void Dispose() => IsDisposed = true;
    }
}
