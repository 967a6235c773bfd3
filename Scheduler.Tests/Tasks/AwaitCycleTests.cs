using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>Tasks that await each other: a deadlock that the virtual clock notices, and that a cancel has to end.</summary>
public sealed class AwaitCycleTests
{
    private readonly List<string> _trace = [];

    [SetUp]
    public void Clear() => _trace.Clear();

    [Test]
    public void Cancel_OfATaskInACycle_EndsAllOfIt()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        CoTask a = null!;
        CoTask b = null!;
        a = scheduler.CreateTask(Waiter("a", () => b));
        b = scheduler.CreateTask(Waiter("b", () => a));
        scheduler.CallLater(1, () => a.Cancel("enough"));
        scheduler.CallLater(2, scheduler.Stop);

        scheduler.RunForever();

        a.IsCancelled.ShouldBeTrue();
        b.IsCancelled.ShouldBeTrue();
        _trace.Count.ShouldBe(2);
    }

    [Test]
    public void Cancel_OfATaskThatLeadsIntoACycle_EndsAllOfIt()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        CoTask a = null!;
        CoTask b = null!;
        a = scheduler.CreateTask(Waiter("a", () => b));
        b = scheduler.CreateTask(Waiter("b", () => a));
        CoTask outside = scheduler.CreateTask(Waiter("outside", () => a));
        scheduler.CallLater(1, () => outside.Cancel());
        scheduler.CallLater(2, scheduler.Stop);

        scheduler.RunForever();

        outside.IsCancelled.ShouldBeTrue();
        a.IsCancelled.ShouldBeTrue();
        b.IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void Run_WhoseMainAwaitsATaskThatAwaitsMain_IsADeadlockAndCleansUp()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask main = CoTask.Current!;
            yield return Await(Waiter("main", () => CreateTask(Waiter("child", () => main))));
        }

        Should.Throw<DeadlockException>(
            () => Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() }));
        _trace.ShouldBe(["child", "main"], ignoreOrder: true);
    }

    private IEnumerator<Awaitable> Waiter(string name, Func<CoTask> awaited)
    {
        try
        {
            yield return awaited();
        }
        finally
        {
            _trace.Add(name);
        }
    }
}
