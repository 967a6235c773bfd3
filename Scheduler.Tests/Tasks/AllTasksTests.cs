using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tasks;

/// <summary>The registry of unfinished tasks: its order, and the gaps that finished tasks leave.</summary>
public sealed class AllTasksTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void AllTasks_ListsTheUnfinished_InTheOrderOfCreation()
    {
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
        CoTask a = _rig.Start(_rig.Steps("a", 2));
        CoTask b = _rig.Start(_rig.Steps("b", 0));
        CoTask c = _rig.Start(_rig.Steps("c", 1));
        IReadOnlyList<CoTask> before = _rig.Scheduler.AllTasks();
        _rig.Iterate();

        before.ShouldBe([a, b, c]);
        _rig.Scheduler.AllTasks().ShouldBe([a, c]);
        _rig.Iterate(2);
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
    }

    [Test]
    public void AllTasks_InsideATask_IncludesIt()
    {
        IEnumerator<Awaitable> Main()
        {
            CoTask child = CreateTask(_rig.Steps("x", 0));
            Scheduler.Current.AllTasks().ShouldBe([CoTask.Current!, child]);
            yield return child;
            Scheduler.Current.AllTasks().ShouldBe([CoTask.Current!]);
        }

        _rig.Run(Main());
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void AllTasks_WithTasksThatComeAndGoInAnyOrder_AgreesWithAModel(int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var model = new List<(CoTask Task, Future End)>();
        for (int round = 0; round < 2000; round++)
        {
            if (model.Count == 0 || random.Next(100) < (round / 500 % 2 == 0 ? 70 : 30))
            {
                var end = new Future(_rig.Scheduler);
                model.Add((_rig.Start(Waiting(end)), end));
            }
            else
            {
                int index = random.Next(model.Count);
                model[index].End.SetResult();
                _rig.Iterate(2);
                model.RemoveAt(index);
            }

            if (round % 50 == 0)
            {
                _rig.Iterate();
                _rig.Scheduler.AllTasks().ShouldBe(model.Select(entry => entry.Task));
            }
        }

        _rig.Iterate(2);
        _rig.Scheduler.AllTasks().ShouldBe(model.Select(entry => entry.Task));
    }

    [Test]
    public void AllTasks_WithManyThousands_OfWhichMostEnd_KeepsTheOrder()
    {
        const int Many = 20_000;
        Future[] ends = [new(_rig.Scheduler), new(_rig.Scheduler), new(_rig.Scheduler)];
        var tasks = new List<CoTask>();
        for (int wave = 0; wave < 3; wave++)
        {
            for (int i = 0; i < Many; i++)
            {
                tasks.Add(_rig.Start(Waiting(ends[Math.Max(wave, i % 3)])));
            }

            _rig.Scheduler.AllTasks().SequenceEqual(tasks).ShouldBeTrue();
            _rig.Iterate();
            ends[wave].SetResult();
            _rig.Iterate(2);
            tasks.RemoveAll(task => task.IsDone);
            _rig.Scheduler.AllTasks().SequenceEqual(tasks).ShouldBeTrue();
        }

        tasks.ShouldBeEmpty();
    }

    [Test]
    public void Scheduler_HoldsATaskThatNobodyElseRefersTo()
    {
        _rig.Start(Sleeping());
        GC.Collect();
        _rig.Scheduler.RunUntilComplete(SleepingOnly());

        _rig.ShouldHaveLogged("1 woke");
    }

    private IEnumerator<Awaitable> Sleeping()
    {
        yield return Sleep(1);
        _rig.LogTime("woke");
    }

    private static IEnumerator<Awaitable> SleepingOnly()
    {
        yield return Sleep(2);
    }

    private static IEnumerator<Awaitable> Waiting(Future end)
    {
        yield return end;
    }
}
