using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Memory;

/// <summary>A group that is asked for by name is there as long as that makes a difference.</summary>
public sealed class NamedGroupTests
{
    private readonly Tracker _tracker = new();
    private Scheduler _scheduler = null!;

    [SetUp]
    public void SetUp() => _scheduler = new Scheduler();

    [TearDown]
    public void TearDown() => _scheduler.Dispose();

    private static IEnumerable<Action<CoGroup>> Settings =>
    [
        static group => group.Pause(),
        static group => group.TimeScale = 0.5,
        static group => group.ExceptionHandler = static _ => { },
    ];

    [Test]
    public void GroupThatNobodyKnows_IsLetGo()
    {
        Use(static _ => { });
        _tracker.ShouldHaveLetGo();
        _scheduler.Group("enemies").Count.ShouldBe(0);
    }

    [Test]
    public void GroupWhoseTasksHaveEnded_IsLetGo()
    {
        Use(static group => group.CreateTask(Frames(3)));
        for (int i = 0; i < 5; i++)
        {
            _scheduler.Tick(1);
        }

        _tracker.ShouldHaveLetGo();
    }

    [Test]
    public void GroupThatWasDisposed_IsLetGo()
    {
        Use(static group =>
        {
            group.TimeScale = 2;
            group.Dispose();
        });
        _tracker.ShouldHaveLetGo();
    }

    [Test]
    public void NamesThatAreNotUsedAnyMore_TakeNoRoom()
    {
        for (int i = 0; i < 8; i++)
        {
            AskForMany(i * 100);

            // Of the young, which these are.
            GC.Collect(1);
        }

        _scheduler.Games.Groups.Count.ShouldBeLessThan(400);
    }

    [TestCaseSource(nameof(Settings))]
    public void GroupThatWasSetToSomething_Stays(Action<CoGroup> set)
    {
        WeakReference group = Ask(set);
        GC.Collect();
        ReferenceEquals(group.Target, _scheduler.Group("enemies")).ShouldBeTrue();
    }

    [Test]
    public void GroupWithTasks_Stays()
    {
        WeakReference group = Ask(static group => group.CreateTask(Frames(3)));
        GC.Collect();
        ReferenceEquals(group.Target, _scheduler.Group("enemies")).ShouldBeTrue();
    }

    [Test]
    public void GroupThatSomebodyKnows_Stays()
    {
        CoGroup group = _scheduler.Group("enemies");
        GC.Collect();
        _scheduler.Group("enemies").ShouldBeSameAs(group);
    }

    private static IEnumerator<Awaitable> Frames(int count)
    {
        yield return WaitFrames(count);
    }

    // Methods of their own, whose variables are gone afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Use(Action<CoGroup> use) => use(_tracker.Track(_scheduler.Group("enemies")));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Ask(Action<CoGroup> use)
    {
        CoGroup group = _scheduler.Group("enemies");
        use(group);
        return new WeakReference(group);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AskForMany(int first)
    {
        for (int i = 0; i < 100; i++)
        {
            _scheduler.Group($"group {first + i}");
        }
    }
}
