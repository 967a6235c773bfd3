using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Testing;

/// <summary>A batch that Ctrl-C has left, explored further: nobody is lost, and nobody runs twice.</summary>
public class ExploringAfterCtrlCTests
{
    [Test]
    public void Batch_ThatCtrlCHasLeft_GoesOnWithAllOfIt([Range(0, 19)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var log = new List<string>();
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock() });
        scheduler.Loop.StepObserver = new Variation(scheduler, new Decisions(new RandomOrderChooser(new SeededRandom(seed))));
        var tasks = new List<CoTask>();
        tasks.AddRange(
        [
            scheduler.CreateTask(Parent("a")),
            scheduler.CreateTask(Parent("b")),
            scheduler.CreateTask(Interrupt()),
            scheduler.CreateTask(Parent("c")),
            scheduler.CreateTask(Parent("d")),
        ]);

        Should.Throw<KeyboardInterruptException>(scheduler.RunForever);
        scheduler.AllTasks().ShouldBe(tasks.Where(task => !task.IsDone));
        for (int i = 0; i < 3; i++)
        {
            scheduler.Stop();
            scheduler.RunForever();
        }

        tasks.ShouldAllBe(task => task.IsDone);
        log.Order().ShouldBe(["a", "a again", "a's child", "b", "b again", "b's child", "c", "c again", "c's child", "d", "d again", "d's child"]);

        IEnumerator<Awaitable> Parent(string name)
        {
            log.Add(name);
            tasks.Add(CreateTask(Child(name)));
            yield return null;
            log.Add($"{name} again");
        }

        IEnumerator<Awaitable> Child(string name)
        {
            log.Add($"{name}'s child");
            yield return null;
        }

        static IEnumerator<Awaitable> Interrupt()
        {
            if (CoTask.Current is not null)
            {
                throw new KeyboardInterruptException("enough");
            }

            yield break;
        }
    }
}
