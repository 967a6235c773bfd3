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

    [Test]
    public void AllTasks_WhoeverHasBegunAndWhoeverHasAName_ListsThemInTheOrderOfCreation()
    {
        var end = new Future(_rig.Scheduler);
        IEnumerator<Awaitable> Main()
        {
            CoTask[] made =
            [
                CoTask.Current!,
                CreateTask(Waiting(end)),
                CreateTask(Waiting(end), "one"),
                CreateTask(Waiting(end), "another"),
                CreateTask(Waiting(end), eager: true),
                CreateTask(Waiting(end)),
                CreateTask(Waiting(end), "eager", eager: true),
                CreateTask(Waiting(end)),
            ];
            made[1].Name = "named later";
            Scheduler.Current.AllTasks().ShouldBe(made);
            yield return null;
            Scheduler.Current.AllTasks().ShouldBe(made);
            CoTask last = CreateTask(Waiting(end), "last");
            yield return null;
            Scheduler.Current.AllTasks().ShouldBe([.. made, last]);
            end.SetResult();
        }

        _rig.Run(Main());
    }

    [Test]
    public void AllTasks_InTheMiddleOfABatch_IncludesThoseThatHaveNotBegun()
    {
        var seen = new List<IReadOnlyList<CoTask>>();
        IEnumerator<Awaitable> Look()
        {
            CreateTask(_rig.Steps("new", 0));
            seen.Add(Scheduler.Current.AllTasks());
            yield break;
        }

        CoTask first = _rig.Start(Look());
        CoTask second = _rig.Start(Look());
        CoTask third = _rig.Start(_rig.Steps("third", 0));
        _rig.Iterate();

        seen[0].ShouldBe([first, second, third, seen[0][3]]);
        seen[1].ShouldBe([second, third, seen[0][3], seen[1][3]]);
        _rig.Scheduler.AllTasks().ShouldBe(seen[1].TakeLast(2));
        _rig.Iterate();
        _rig.Scheduler.AllTasks().ShouldBeEmpty();
    }

    [Test]
    public void AllTasks_WhereTheirNumbersBeginAgain_KeepsTheOrder()
    {
        _rig.Scheduler.Tasks.LastNumber = int.MaxValue - 1;
        CoTask[] tasks = [.. Enumerable.Range(0, 4).Select(i => _rig.Start(Waiting(new Future(_rig.Scheduler)), i == 2 ? "two" : null))];
        tasks.Select(task => task.Name).ShouldBe(["Task-2147483647", "Task-2147483648", "two", "Task-2147483649"]);

        // The second begins last.
        _rig.Scheduler.Ready[1] = tasks[3];
        _rig.Scheduler.Ready[3] = tasks[1];
        _rig.Iterate();

        _rig.Scheduler.AllTasks().ShouldBe(tasks);
    }

    [Test]
    public void Dispose_WithTasksThatHaveNotBegun_CancelsThem()
    {
        CoTask[] tasks = [_rig.Start(_rig.Steps("a", 0)), _rig.Start(_rig.Steps("b", 0), "named")];
        _rig.Scheduler.FormatTasks().ShouldContain("named");

        _rig.Scheduler.Dispose();

        tasks.ShouldAllBe(task => task.IsCancelled);
        _rig.ShouldHaveLogged();
    }

    [Test]
    public void Dispose_WhileTasksStartTasksWithoutEnd_EndsTheLastOneToo()
    {
        var started = new List<CoTask>();
        IEnumerator<Awaitable> StartAnother()
        {
            started.Add(CreateTask(StartAnother()));
            yield break;
        }

        _rig.Start(StartAnother());
        _rig.Iterate();
        started.Count.ShouldBe(1);

        // The one that stands ready is cancelled; a clean-up starts the others.
        _rig.Start(StartAnotherInTheEnd());
        _rig.Iterate();
        _rig.Scheduler.Dispose();

        started.Count.ShouldBeGreaterThan(100);
        started.ShouldAllBe(task => task.IsDone);
        started[^1].IsCancelled.ShouldBeTrue();

        IEnumerator<Awaitable> StartAnotherInTheEnd()
        {
            try
            {
                yield return Sleep(1);
            }
            finally
            {
                started.Add(CreateTask(StartAnother()));
            }
        }
    }

    [Test]
    public void AllTasks_WithOneThatItsGroupKeepsFromBeginning_IncludesIt()
    {
        using var group = new CoGroup(_rig.Scheduler);
        group.Pause();
        CoTask held = group.CreateTask(_rig.Steps("held", 0));
        CoTask free = _rig.Start(_rig.Steps("free", 1));
        _rig.Iterate();

        _rig.Scheduler.AllTasks().ShouldBe([held, free]);
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
