namespace Coroutines.Tests.Misuse;

/// <summary>A scheduler runs once at a time, one to a thread, and not after its end.</summary>
public sealed class ReentryTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }

    private IEnumerable<Action> WaysToRun()
    {
        yield return () => Scheduler.Run(Noop());
        yield return () => Scheduler.Run<int>(Noop());
        yield return () => _rig.Scheduler.RunUntilComplete(Noop());
        yield return () => _rig.Scheduler.RunUntilComplete<int>(Noop());
        yield return () => _rig.Scheduler.RunUntilComplete(new Future(_rig.Scheduler));
        yield return _rig.Scheduler.RunForever;
        yield return () => _rig.Scheduler.Tick(1);
        yield return () => _rig.Scheduler.Tick(TimeSpan.Zero);
    }

    private IEnumerator<Awaitable> Nesting(IEnumerable<Action> calls)
    {
        foreach (Action call in calls)
        {
            Should.Throw<InvalidOperationException>(call).Message.ShouldContain("Nesting (task 'nesting')");
        }

        _rig.Log("all refused");
        yield return null;
        _rig.Log("goes on");
    }

    [Test]
    public void Run_InsideACoroutine_IsRefused_HoweverItIsDone()
    {
        CoTask task = _rig.Start(Nesting(WaysToRun()), "nesting");
        _rig.Scheduler.RunUntilComplete(task);

        _rig.ShouldHaveLogged("all refused", "goes on");
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
    }

    [Test]
    public void Run_InsideATick_IsRefused_HoweverItIsDone()
    {
        _rig.Start(Nesting(WaysToRun()), "nesting");
        _rig.Scheduler.Tick(1);
        _rig.Scheduler.Tick(1);

        _rig.ShouldHaveLogged("all refused", "goes on");
    }

    [Test]
    public void Run_OfAnotherScheduler_InsideACoroutine_IsRefused()
    {
        using var other = new Rig();
        Action[] calls =
        [
            () => other.Run(Noop()),
            other.Scheduler.RunForever,
            () => other.Scheduler.Tick(1),
        ];
        CoTask task = _rig.Start(Nesting(calls), "nesting");
        _rig.Scheduler.RunUntilComplete(task);

        _rig.ShouldHaveLogged("all refused", "goes on");
        other.Scheduler.AllTasks().ShouldBeEmpty();
    }

    [Test]
    public void Run_InsideACallback_IsRefused_AndReported()
    {
        _rig.Scheduler.CallSoon(() => _rig.Scheduler.Tick(1));
        _rig.Start(_rig.Steps("a", 0));
        _rig.Iterate();

        _rig.ShouldHaveLogged("a end");
        _rig.Reports.ShouldHaveSingleItem().Exception.ShouldBeOfType<InvalidOperationException>()
            .Message.ShouldContain("Tick was called on a scheduler that is already running");
    }

    [Test]
    public void Use_AfterDispose_IsRefused()
    {
        Future pending = _rig.Scheduler.CreateFuture();
        CoTask task = _rig.Start(Noop());
        _rig.Dispose();
        Action[] calls =
        [
            () => _rig.Start(Noop()),
            () => _rig.Start<int>(Noop()),
            () => _rig.Scheduler.CallSoon(() => { }),
            () => _rig.Scheduler.CallLater(1, () => { }),
            () => _rig.Scheduler.CallAt(1, () => { }),
            () => _rig.Scheduler.CallSoonThreadsafe(() => { }),
            () => _rig.Run(Noop()),
            () => _rig.Scheduler.RunUntilComplete(pending),
            _rig.Scheduler.RunForever,
            () => _rig.Scheduler.Tick(1),
            _rig.Scheduler.Stop,
            () => task.AddDoneCallback(_ => { }),
        ];

        foreach (Action call in calls)
        {
            Should.Throw<ObjectDisposedException>(call).Message.ShouldContain("disposed");
        }

        task.IsCancelled.ShouldBeTrue();
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
        _rig.Scheduler.Time.ShouldBe(0);
    }

    [Test]
    public void Stop_BeforeMainIsDone_IsAnErrorOfRunUntilComplete_AndTheTaskGoesOnLater()
    {
        CoTask task = _rig.Start(_rig.Steps("a", 1), "job");
        _rig.Scheduler.Stop();
        Should.Throw<InvalidOperationException>(() => _rig.Scheduler.RunUntilComplete(task))
            .Message.ShouldContain("The scheduler was stopped before task 'job' was done");

        _rig.Scheduler.RunUntilComplete(task);
        _rig.ShouldHaveLogged("a1", "a end");
    }

    [Test]
    public void RunUntilComplete_OfAFutureOfAnotherScheduler_IsRefused()
    {
        using var other = new Rig();
        Should.Throw<InvalidOperationException>(() => _rig.Scheduler.RunUntilComplete(new Future(other.Scheduler)))
            .Message.ShouldContain("belongs to another scheduler");
    }
}
