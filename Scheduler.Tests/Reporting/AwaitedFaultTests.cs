using static Coroutines.Awaitable;

namespace Coroutines.Tests.Reporting;

/// <summary>What fails in a Tick while somebody waits for it, or looks at it in time, is not reported; however long the wait takes.</summary>
public sealed class AwaitedFaultTests
{
    private static readonly string[] _lookers =
        ["await", "settle", "exception", "result", "outcome of a gather", "done-callback", "cancel", ".NET task", "shield", "race", "task group", "wait for"];

    private static readonly string[] _collectors =
        ["gather of outcomes", "wait", "wait with a time limit", "as completed", "completed tasks", "start", "expired wait", "paused"];

    private readonly List<string> _log = [];
    private Scheduler _scheduler = null!;
    private CoGroup _group = null!;
    private CoTask _enemy = null!;

    [SetUp]
    public void SetUp()
    {
        _scheduler = new Scheduler(new SchedulerOptions
        {
            ExceptionHandler = context => _log.Add($"{_scheduler.FrameCount}: {context.Task?.Name}: {context.Exception!.Message}"),
        });
        _group = new CoGroup(_scheduler);
    }

    [TearDown]
    public void TearDown()
    {
        _enemy?.Dispose();
        _group.Dispose();
        _scheduler.Dispose();
    }

    [TestCaseSource(nameof(_lookers))]
    public void Fault_ThatSomebodyLooksAtBeforeTheEndOfTheTick_IsNotReported(string how)
    {
        _enemy = _scheduler.CreateTask(FailAfter(0.05), "enemy");
        _scheduler.CreateTask(Look(how));
        _scheduler.Tick(0.1);
        _scheduler.Tick(0.1);
        _scheduler.Dispose();

        _log.ShouldBeEmpty();
    }

    [TestCaseSource(nameof(_collectors))]
    public void Fault_ThatAWaitForOthersTooWillLookAt_IsNotReported_WhileThatWaitLasts(string how)
    {
        _enemy = _scheduler.CreateTask(MakeEnemyFor(how), "enemy");
        CoTask waiting = _group.CreateTask(Collect(how), "waiting");
        _scheduler.Tick(0.01);
        if (how is "paused" or "expired wait")
        {
            _group.Pause();
        }

        for (int i = 0; i < 5; i++)
        {
            _scheduler.Tick(0.1);
        }

        waiting.IsDone.ShouldBeFalse();
        _log.ShouldBeEmpty();
        _group.Resume();
        _scheduler.Tick(2);
        waiting.IsDone.ShouldBeTrue();
        waiting.Exception.ShouldBeNull();
        _scheduler.Dispose();
        _log.ShouldBeEmpty();
    }

    [TestCase("wait")]
    [TestCase("start")]
    [TestCase("expired wait")]
    public void Fault_ThatSuchAWaitLeavesBehind_IsReportedInTheTickInWhichItIsGivenUp(string how)
    {
        _enemy = _scheduler.CreateTask(MakeEnemyFor(how), "enemy");
        CoTask waiting = _group.CreateTask(Collect(how), "waiting");
        _scheduler.Tick(0.01);
        if (how != "start")
        {
            _group.Pause();
        }

        _scheduler.Tick(0.1);
        _scheduler.Tick(0.1);
        _log.ShouldBeEmpty();

        waiting.Cancel();
        _scheduler.Tick(0.1);

        _log.ShouldHaveSingleItem().ShouldStartWith("4: ");
    }

    [Test]
    public void Fault_ThatAWaitHandsOver_AndNobodyLooksAt_IsReportedThen()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Wait([_enemy, CreateTask(Idle(0.35))]);
            _log.Add($"{Scheduler.Current.FrameCount}: waited");
        }

        _enemy = _scheduler.CreateTask(FailAfter(0.05), "enemy");
        _scheduler.CreateTask(Main());
        for (int i = 0; i < 6; i++)
        {
            _scheduler.Tick(0.1);
        }

        _log.ShouldBe(["4: waited", "4: enemy: lost"]);
    }

    [Test]
    public void ReportedFault_LookedAtAfterwards_ComesUpNoSecondTime()
    {
        _enemy = _scheduler.CreateTask(FailAfter(0.05), "enemy");
        _scheduler.Tick(0.1);
        _enemy.Exception.ShouldNotBeNull();
        _scheduler.Tick(0.1);
        _scheduler.Dispose();

        _log.ShouldBe(["1: enemy: lost"]);
    }

    private static IEnumerator<Awaitable> FailAfter(double seconds)
    {
        yield return Sleep(seconds);
        throw new IOException("lost");
    }

    private static IEnumerator<Awaitable> MakeEnemyFor(string how) => how switch
    {
        "expired wait" => FailInCleanUp(),
        "start" => Idle(0.05),
        _ => FailAfter(0.05),
    };

    private static IEnumerator<Awaitable> FailInCleanUp()
    {
        Defer(FailAfter(0.05));
        yield return Sleep(100);
    }

    private IEnumerator<Awaitable> Starting()
    {
        var group = new TaskGroup();
        yield return group.Start(_ => FailInAPause(), "child");
    }

    // Whoever waits for it is in the same group, and does not hear of it before that goes on.
    private IEnumerator<Awaitable> FailInAPause()
    {
        yield return Sleep(0.05);
        _group.Pause();
        throw new IOException("lost");
    }

    private static IEnumerator<Awaitable> Idle(double seconds)
    {
        yield return Sleep(seconds);
    }

    private IEnumerator<Awaitable> Look(string how)
    {
        switch (how)
        {
            case "await":
                yield return Settle(Awaiting(_enemy), out _);
                break;
            case "settle":
                yield return Settle(_enemy, out _);
                break;
            case "exception":
                yield return Sleep(0.08);
                _ = _enemy.Exception;
                break;
            case "result":
                yield return Sleep(0.08);
                Should.Throw<IOException>(() => _enemy.Result);
                break;
            case "outcome of a gather":
                yield return Settle(Gather(_enemy, CreateTask(Idle(0.08))), out _);
                break;
            case "done-callback":
                _enemy.AddDoneCallback(static enemy => _ = enemy.Exception);
                break;
            case "cancel":
                yield return Sleep(0.08);
                _enemy.Cancel();
                break;
            case ".NET task":
                _ = _enemy.AsTask().ContinueWith(static task => task.Exception, TaskScheduler.Default);
                break;
            case "shield":
                yield return Settle(Shield(Shield(_enemy)), out _);
                break;
            case "race":
                yield return Settle(Race(Awaiting(_enemy)), out _);
                break;
            case "task group":
                yield return Settle(Grouping(), out _);
                break;
            case "wait for":
                yield return Settle(WaitFor(_enemy, 1), out _);
                break;
        }
    }

    // A wait that begins before the enemy fails and ends after some frames.
    private IEnumerator<Awaitable> Collect(string how)
    {
        CoTask other = CreateTask(Idle(0.8));
        switch (how)
        {
            case "gather of outcomes":
                yield return GatherOutcomes(_enemy, other);
                break;
            case "wait":
                yield return Wait([_enemy, other]).Into(out var wait);
                wait.Result.Done[0].Exception.ShouldNotBeNull();
                break;
            case "wait with a time limit":
                yield return Wait([_enemy, CreateTask(Idle(100))], timeout: 0.8);
                _ = _enemy.Exception;
                break;
            case "as completed":
                foreach (Awaitable<object?> next in AsCompleted(new[] { _enemy, other }))
                {
                    yield return Sleep(0.8);
                    yield return Settle(next, out _);
                }

                break;
            case "completed tasks":
                foreach (var next in AsCompleted(new[] { _enemy, other }).Tasks)
                {
                    yield return Sleep(0.8);
                    yield return next;
                    _ = next.Result.Exception;
                }

                break;
            case "start":
                yield return Settle(Starting(), out _);
                break;
            case "expired wait":
                yield return Settle(WaitFor(_enemy, 0), out _);
                break;
            case "paused":
                yield return Settle(_enemy, out _);
                break;
        }

        yield return Sleep(0.1);
    }

    private static IEnumerator<Awaitable> Awaiting(CoTask task)
    {
        yield return task;
    }

    private IEnumerator<Awaitable> Grouping()
    {
        var group = new TaskGroup();
        group.CreateTask(Awaiting(_enemy));
        yield return group;
    }
}
