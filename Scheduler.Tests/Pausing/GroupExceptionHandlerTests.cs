using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>Groups that are told of their tasks' errors themselves.</summary>
public sealed class GroupExceptionHandlerTests
{
    private readonly List<string> _log = [];
    private Scheduler _scheduler = null!;
    private CoGroup _level = null!;
    private CoGroup _enemies = null!;

    [SetUp]
    public void SetUp()
    {
        _scheduler = new Scheduler(new SchedulerOptions { ExceptionHandler = context => Note("scheduler", context) });
        _level = new CoGroup(_scheduler, "level");
        _enemies = new CoGroup(_level, "enemies");
    }

    [TearDown]
    public void TearDown()
    {
        _enemies.Dispose();
        _level.Dispose();
        _scheduler.Dispose();
    }

    [Test]
    public void Handler_IsToldOfItsTasks_OfThoseInside_AndOfNoOthers()
    {
        _level.ExceptionHandler = context => Note("level", context);
        _enemies.CreateTask(Fail(), "orc");
        _level.CreateTask(Fail(), "door");
        _scheduler.CreateTask(Fail(), "menu");
        new CoGroup(_scheduler).CreateTask(Fail(), "hud");
        _scheduler.Tick(0.1);

        _log.ShouldBe(["level: orc: lost", "level: door: lost", "scheduler: menu: lost", "scheduler: hud: lost"]);
    }

    [Test]
    public void Handler_OfTheInnerGroup_GoesFirst_AndTakenAway_TheOuterOneIsTold()
    {
        _level.ExceptionHandler = context => Note("level", context);
        _enemies.ExceptionHandler = context => Note("enemies", context);
        _enemies.CreateTask(Fail(), "orc");
        _scheduler.Tick(0.1);
        _enemies.ExceptionHandler = null;
        _enemies.CreateTask(Fail(), "bat");
        _scheduler.Tick(0.1);
        _level.ExceptionHandler = null;
        _enemies.CreateTask(Fail(), "imp");
        _scheduler.Tick(0.1);

        _log.ShouldBe(["enemies: orc: lost", "level: bat: lost", "scheduler: imp: lost"]);
    }

    [Test]
    public void Handler_IsToldOfTasksThatItsTasksMake_AndOfTheirDoneCallbacks()
    {
        IEnumerator<Awaitable> Spawning()
        {
            CreateTask(Fail(), "child");
            yield return null;
        }

        _level.ExceptionHandler = context => Note("level", context);
        CoTask parent = _level.CreateTask(Spawning(), "parent");
        parent.AddDoneCallback(static _ => Rig.Throw("in a callback"));
        _scheduler.Tick(0.1);
        _scheduler.Tick(0.1);

        _log.ShouldBe(["level: child: lost", "level: parent: in a callback"]);
    }

    [Test]
    public void Handler_IsToldOfWhatFailsAfterItsGroupWasDisposed()
    {
        IEnumerator<Awaitable> FailingInCleanUp()
        {
            using var resource = new Cleanup(() => Rig.Throw("in cleanup"));
            yield return Sleep(100);
        }

        _level.ExceptionHandler = context => Note("level", context);
        _level.CreateTask(FailingInCleanUp(), "door");
        _scheduler.Tick(0.1);
        _level.Dispose();
        _scheduler.Tick(0.1);

        _log.ShouldBe(["level: door: in cleanup"]);
    }

    [Test]
    public void Handler_IsToldAtTheEndOfARunAsWell()
    {
        IEnumerator<Awaitable> Main()
        {
            var group = new CoGroup(Scheduler.Current) { ExceptionHandler = context => Note("group", context) };
            group.CreateTask(Fail(), "a");
            yield return null;
        }

        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() });

        _log.ShouldBe(["group: a: lost"]);
    }

    [Test]
    public void Handler_IsToldOfATaskThatIsGarbage()
    {
        using var scheduler = new Scheduler(new SchedulerOptions { UnseenExceptions = ReportMoment.WhenCollected });
        var group = new CoGroup(scheduler) { ExceptionHandler = context => _log.Add(context.Message) };
        Start(group);
        for (int i = 0; i < 3; i++)
        {
            scheduler.Tick(0.1);
        }

        GC.Collect();
        scheduler.Tick(0.1);

        _log.ShouldBe(["The exception of task 'lost' was never looked at"]);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Start(CoGroup group) => group.CreateTask(Fail(), "lost");
    }

    private static IEnumerator<Awaitable> Fail()
    {
        Rig.Throw("lost");
        yield break;
    }

    private void Note(string who, ExceptionContext context) => _log.Add($"{who}: {context.Task?.Name}: {context.Exception!.Message}");
}
