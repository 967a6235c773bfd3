using static Coroutines.Awaitable;

namespace Coroutines.Tests.Combinators;

/// <summary><c>Wait</c>, beyond what is compared with CPython: order, bad arguments, and what it leaves behind.</summary>
public sealed class WaitTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Sleeping(double seconds)
    {
        yield return Sleep(seconds);
    }

    [Test]
    public void DoneAndPending_AreInTheOrderOfTheArgument()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask[] tasks = [.. new[] { 9, 1, 8, 3, 2 }.Select(seconds => CreateTask(Sleeping(seconds), $"{seconds}"))];
            yield return Wait(tasks, timeout: 4).Into(out var wait);
            var (done, pending) = wait.Result;
            _rig.LogTime($"{string.Join(' ', done.Select(task => task.Name))} / {string.Join(' ', pending.Select(task => task.Name))}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("4 1 3 2 / 9 8");
    }

    [Test]
    public void BadArguments_AreErrorsOfTheCall()
    {
        using var other = new Scheduler();

        IEnumerator<Awaitable> Main()
        {
            CoTask task = CreateTask(Sleeping(1), "sleeper");
            Should.Throw<ArgumentException>(() => Wait(new List<CoTask>())).Message.ShouldBe(
                "Wait in Main (task 'Task-1') was given no task to wait for. (Parameter 'tasks')");
            Should.Throw<ArgumentNullException>(() => Wait((List<CoTask>)null!));
            Should.Throw<ArgumentNullException>(() => Wait([task, null!]));
            Should.Throw<ArgumentException>(() => Wait<Future>([task, new Future(other)]));
            Should.Throw<ArgumentOutOfRangeException>(() => Wait([task], double.NaN));
            Should.Throw<ArgumentOutOfRangeException>(() => Wait([task], returnWhen: (ReturnWhen)3));
            task.WaiterCount.ShouldBe(0);
            yield break;
        }

        _rig.Run(Main());
    }

    [Test]
    public void Result_ReadTooEarly_IsAnError()
    {
        IEnumerator<Awaitable> Main()
        {
            var wait = Wait([CreateTask(Sleeping(1))]);
            Should.Throw<InvalidStateException>(() => wait.Result);
            yield return wait;
            wait.Result.Done.Count.ShouldBe(1);
            yield return Settle(wait, out var again);
            again.Exception.ShouldBeOfType<InvalidOperationException>();
        }

        _rig.Run(Main());
    }

    [Test]
    public void WaitThatIsNotYielded_RegistersNothing()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask task = CreateTask(Sleeping(1));
            _ = Wait([task], timeout: 5);
            task.WaiterCount.ShouldBe(0);
            yield return task;
        }

        _rig.Run(Main());
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void ManyWaitsWithTimeouts_OnOneFuture_LeaveNothingThere()
    {
        var future = new Future(_rig.Scheduler);

        IEnumerator<Awaitable> Waiting(double seconds)
        {
            yield return Wait([future], seconds);
        }

        // One that stays, in front of all that come and go.
        var stays = _rig.Start(Waiting(1e9));
        for (int i = 0; i < 10_000; i++)
        {
            _rig.Start(Waiting(1 + (i * 7919 % 10_000)));
        }

        _rig.Run(Sleeping(20_000));

        future.WaiterCount.ShouldBe(1);
        future.SetResult();
        _rig.Scheduler.RunUntilComplete(stays);
        _rig.ShouldHaveNothingLeft();
    }

    [Test]
    public void Dispose_WhileATaskWaits_LeavesTheOthersFuturesAlone()
    {
        var future = new Future();

        IEnumerator<Awaitable> Waiting()
        {
            yield return Wait([future], timeout: 5);
        }

        using (var scheduler = new Scheduler())
        {
            scheduler.CreateTask(Waiting());
            scheduler.Tick(0);
            future.WaiterCount.ShouldBe(1);
        }

        (future.IsDone, future.WaiterCount).ShouldBe((false, 0));
    }

    [Test]
    public void Deadlock_NamesWhatIsWaitedFor()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Wait([new Future { Name = "answer" }]);
        }

        Should.Throw<DeadlockException>(() => _rig.Run(Main())).Message.ShouldContain("awaiting a wait for future 'answer'");
    }
}
