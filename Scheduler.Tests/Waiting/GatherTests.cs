using static Coroutines.Awaitable;

namespace Coroutines.Tests.Waiting;

/// <summary><c>Gather</c>, beyond what is compared with CPython: its option, its scale, rings and reports.</summary>
public sealed class GatherTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Value(int value, double seconds = 0)
    {
        yield return Sleep(seconds);
        _rig.LogTime($"{value} ends");
        yield return Return(value);
    }

    private IEnumerator<Awaitable> Failing(string message, double seconds = 0)
    {
        yield return Sleep(seconds);
        _rig.LogTime($"{message} fails");
        throw new IOException(message);
    }

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }

    [Test]
    public void Gather_OfAwaitablesWithoutAnObject_WaitsForEach()
    {
        _rig.Run(Main());
        _rig.Scheduler.Time.ShouldBe(2);

        static IEnumerator<Awaitable> Main()
        {
            yield return Gather(Sleep(1), SleepUntil(2), Yield());
        }
    }

    [Test]
    public void Failure_ThatNobodyLooksAt_IsReportedOnce()
    {
        IEnumerator<Awaitable> Main()
        {
            Gather(Failing("lost"), Noop());
            yield return Sleep(1);
        }

        _rig.Run(Main());
        _rig.Dispose();

        _rig.Reports.ShouldHaveSingleItem().Exception!.Message.ShouldBe("lost");
    }

    [Test]
    public void Child_IsLeftAlone_WhenTheArgumentsAreBad()
    {
        using var other = new Scheduler();
        var foreign = new Future(other) { Name = "foreign" };

        IEnumerator<Awaitable> Main()
        {
            Should.Throw<ArgumentNullException>(() => Gather(Noop(), null!)).Message.ShouldBe(
                "Gather in Main (task 'Task-1') was given nothing to wait for as number 2: null, or an empty (default) awaitable.");
            Should.Throw<ArgumentNullException>(() => Gather<int>(Noop(), null!));
            Should.Throw<ArgumentNullException>(() => Gather(Await(Noop()), default(Awaitable)));
            Should.Throw<ArgumentNullException>(() => Gather(Await(Noop()), null!));
            Should.Throw<ArgumentNullException>(() => Gather(Await<int>(Noop()), default(Awaitable<int>)));
            Should.Throw<ArgumentNullException>(() => Gather([CreateTask<int>(Noop(), "idle"), null!]));
            Should.Throw<ArgumentNullException>(() => GatherOutcomes(Noop(), null!));
            Should.Throw<ArgumentNullException>(() => Gather((IEnumerable<Future>)null!));
            Should.Throw<ArgumentNullException>(() => Gather((IEnumerator<Awaitable>[])null!));
            Should.Throw<ArgumentException>(() => Gather(Await(Noop()), foreign)).Message.ShouldBe(
                "Gather in Main (task 'Task-1') was given future 'foreign', which belongs to another scheduler.");
            Should.Throw<ArgumentException>(() => GatherOutcomes(Await(Noop()), foreign));
            _rig.Scheduler.AllTasks().Select(task => task.Name).ShouldBe(["Task-1", "idle"]);
            yield break;
        }

        _rig.Run(Main());
        foreign.WaiterCount.ShouldBe(0);
        Should.Throw<InvalidOperationException>(() => Gather(Noop())).Message.ShouldContain("No scheduler");
    }

    [Test]
    public void Gather_OutsideOfARun_BelongsToTheSchedulerOfItsFutures()
    {
        var a = new Future<int>(_rig.Scheduler);
        var b = new Future<int>(_rig.Scheduler);
        Awaitable<int[]> both = Gather(a, b);
        Future all = Gather(new Future[] { a, b });
        a.SetResult(1);
        b.SetResult(2);

        _rig.Scheduler.RunUntilComplete(all);

        both.Result.ShouldBe([1, 2]);
        ((object?[])all.Result!).ShouldBe([1, 2]);
    }

    [Test]
    public void Coroutine_UsedBefore_FailsItsOwnChildOnly()
    {
        IEnumerator<Awaitable> Main()
        {
            IEnumerator<Awaitable> used = Value(1);
            yield return Await(used);
#pragma warning disable CORO004 // what becomes of it is what is tested
            yield return GatherOutcomes<int>(used, Value(2)).Into(out var all);
#pragma warning restore CORO004
            _rig.Log($"{all.Result[0].Exception!.Message[..42]} {all.Result[1].Result}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0 1 ends", "0 2 ends", "The coroutine Value was started before and 2");
    }

    [Test]
    public void Call_ThatIsGathered_HasItsResult()
    {
        IEnumerator<Awaitable> Main()
        {
            Awaitable<int> call = Await<int>(Value(1));
            Awaitable<int> typed = Await<int>(Value(2));
            yield return Gather(call, Sleep(1), call);
            yield return Gather(typed, typed).Into(out var both);
            _rig.Log($"{call.Result} {typed.Result} {string.Join(' ', both.Result)}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0 1 ends", "1 2 ends", "1 2 2 2");
    }

    [Test]
    public void HundredThousandChildren_GiveTheirResultsInOrder()
    {
        static IEnumerator<Awaitable> Number(int number)
        {
            yield return Return(number);
        }

        IEnumerator<Awaitable> Main()
        {
            yield return Gather<int>(Enumerable.Range(0, 100_000).Select(Number)).Into(out var all);
            all.Result.ShouldBe(Enumerable.Range(0, 100_000));
        }

        _rig.Run(Main());
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void Ring_ThroughGathers_IsFreedByACancel()
    {
        CoTask a = null!;
        CoTask b = null!;

        IEnumerator<Awaitable> First()
        {
            yield return Gather(b, b);
        }

        IEnumerator<Awaitable> Second()
        {
            yield return Gather([a]);
        }

        a = _rig.Start(First(), "a");
        b = _rig.Start(Second(), "b");
        _rig.Iterate(3);

        a.Cancel("stop").ShouldBeTrue();
        _rig.Iterate(8);

        (a.IsCancelled, b.IsCancelled).ShouldBe((true, true));
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void Gathers_NestedTwentyThousandDeep_AreCancelled()
    {
        static IEnumerator<Awaitable> Waiting(Future inner)
        {
            yield return Gather([inner]);
        }

        var innermost = new Future(_rig.Scheduler);
        Future task = innermost;
        for (int i = 0; i < 20_000; i++)
        {
            task = _rig.Start(Waiting(task));
            _rig.Iterate();
        }

        task.Cancel("stop");

        Should.Throw<CancelledException>(() => _rig.Scheduler.RunUntilComplete(task)).Message.ShouldBe("stop");
        innermost.IsCancelled.ShouldBeTrue();
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void Deadlock_NamesTheGather()
    {
        IEnumerator<Awaitable> Main()
        {
            var done = new Future();
            done.SetResult();
            yield return Gather(new Future(), done);
        }

        Should.Throw<DeadlockException>(() => _rig.Run(Main())).Message.ShouldContain(
            "Main (task 'Task-1'): awaiting a gather of 2, 1 of them not done");
    }

    [Test]
    public void FutureOfAGather_ThatWasSetByHand_IgnoresItsChildren()
    {
        IEnumerator<Awaitable> Main()
        {
            Future<object?[]> both = Gather(Value(1), Failing("late"));
            both.SetResult(["set"]);
            yield return both;
            _rig.Log($"{both.Result[0]}");
            yield return Sleep(1);
        }

        _rig.Run(Main());
        _rig.Dispose();

        _rig.ShouldHaveLogged("set", "0 1 ends", "0 late fails");
        _rig.ShouldHaveReported();
    }
}
