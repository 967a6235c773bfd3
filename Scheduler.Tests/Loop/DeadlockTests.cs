using static Coroutines.Awaitable;

namespace Coroutines.Tests.Loop;

public class DeadlockTests
{
    private readonly List<string> _log = [];

    [Test]
    public void Run_WhereNothingCanHappen_ListsEachTaskAndWhatItWaitsOn()
    {
        var exception = Should.Throw<DeadlockException>(() => Run(Main()));

        exception.Message.Split('\n').ShouldBe([
            "Deadlock: nothing is ready, no timer is set, and nothing can arrive from outside.",
            "  Main > Inner (task 'Task-1'): awaiting task 'Task-2'",
            "  Waiter (task 'Task-2'): awaiting a future",
            "  Waiter (task 'named'): awaiting future 'the reply'",
            "  Waiter (task 'Task-3'): sleeping for ever",
            "If a thread is to call CallSoonThreadsafe, let a coroutine wait for that thread's work: Await(Task.Run(…))."]);

        IEnumerator<Awaitable> Main()
        {
            CoTask first = CreateTask(Waiter(new Future()));
            CreateTask(Waiter(new Future { Name = "the reply" }), name: "named");
            CreateTask(Waiter(Sleep(double.PositiveInfinity)));
            yield return Await(Inner(first));
        }

        static IEnumerator<Awaitable> Inner(CoTask task)
        {
            yield return task;
        }
    }

    [Test]
    public void Run_AfterADeadlock_CancelsAndClosesTheTasks()
    {
        Should.Throw<DeadlockException>(() => Run(Guarded("main", new Future())));
        _log.ShouldBe(["main closed"]);
    }

    [Test]
    public void Run_WhoseMainHadFailed_ThrowsThat_AndReportsTheDeadlockAfterIt()
    {
        var reports = new List<ExceptionContext>();
        var options = new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = reports.Add };

        Should.Throw<FormatException>(() => Scheduler.Run(Main(), options)).Message.ShouldBe("main's own");

        _log.ShouldBe(["stubborn closed"]);
        reports.Single().Exception.ShouldBeOfType<DeadlockException>();

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Stubborn());
            yield return null;
            throw new FormatException("main's own");
        }
    }

    [Test]
    public void Run_WhoseCleanUpIsStuck_EndsWithADeadlockAndClosesIt()
    {
        Should.Throw<DeadlockException>(() => Run(Main())).Message.ShouldContain("Stubborn (task 'Task-2'): awaiting a future");
        _log.ShouldBe(["stubborn closed"]);

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Stubborn());
            yield return null;
        }
    }

    [Test]
    public void RunForever_WithNothingLeftToDo_IsADeadlockThatCanBeGoneOnFrom()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        scheduler.CallLater(3, () => _log.Add("timer"));

        Should.Throw<DeadlockException>(scheduler.RunForever);
        scheduler.Time.ShouldBe(3);
        scheduler.IsRunning.ShouldBeFalse();
        scheduler.CallLater(1, scheduler.Stop);
        scheduler.RunForever();

        _log.ShouldBe(["timer"]);
        scheduler.Time.ShouldBe(4);
    }

    [Test]
    public void RunUntilComplete_AfterADeadlock_GoesOnWithTheSameTask()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        var future = new Future(scheduler);
        CoTask task = scheduler.CreateTask(Guarded("task", future));

        Should.Throw<DeadlockException>(() => scheduler.RunUntilComplete(task));
        _log.ShouldBeEmpty();
        future.SetResult();
        scheduler.RunUntilComplete(task);

        _log.ShouldBe(["task goes on", "task closed"]);
    }

    [Test]
    public void Run_ThatAwaitsAPendingDotNetTask_WaitsForItAsForNoDeadlock()
    {
        var source = new TaskCompletionSource<string>();
        using var isWaiting = new ManualResetEventSlim();
        var other = new Thread(() =>
        {
            isWaiting.Wait();
            source.SetResult("from outside");
        });
        other.Start();

        Run(Main());
        other.Join();

        _log.ShouldBe(["from outside at 0"]);

        IEnumerator<Awaitable> Main()
        {
            Awaitable<string> call = Await(source.Task);
            Scheduler.Current.CallSoon(isWaiting.Set);
            yield return call;
            _log.Add($"{call.Result} at {Scheduler.Current.Time}");
        }
    }

    [Test]
    public void Run_AfterADotNetTaskWasAbandoned_StillFindsTheDeadlock()
    {
        var source = new TaskCompletionSource();
        Should.Throw<DeadlockException>(() => Run(Main()));

        IEnumerator<Awaitable> Main()
        {
            CoTask waiter = CreateTask(Waiter(Await(source.Task)));
            yield return null;
            waiter.Cancel();
            source.SetResult();
            yield return new Future();
        }
    }

    private static void Run(IEnumerator<Awaitable> main) =>
        Scheduler.Run(main, new SchedulerOptions { TimeProvider = new VirtualClock() });

    private static IEnumerator<Awaitable> Waiter(Awaitable wait)
    {
        yield return wait;
    }

    private IEnumerator<Awaitable> Guarded(string name, Awaitable wait)
    {
        try
        {
            yield return wait;
            _log.Add($"{name} goes on");
        }
        finally
        {
            _log.Add($"{name} closed");
        }
    }

    // Swallows the cancel, and then waits for what never comes.
    private IEnumerator<Awaitable> Stubborn()
    {
        try
        {
            yield return Settle(new Future(), out _, includeCancellation: true);
            yield return new Future();
        }
        finally
        {
            _log.Add("stubborn closed");
        }
    }
}
