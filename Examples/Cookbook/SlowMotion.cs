using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Pause and slow motion.</summary>
internal sealed class SlowMotion : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-slow-motion
        using var scheduler = new Scheduler();
        var world = new CoGroup(scheduler, "world");
        world.CreateTask(Every2Seconds("a shot"));
        scheduler.CreateTask(Every2Seconds("the menu's clock"));

        Play(2.0);
        world.TimeScale = 0.5;                                       // also for sleeps that are under way
        Console.WriteLine("slow motion");
        Play(4.0);
        world.Pause();
        Console.WriteLine("pause");
        Play(2.0);
        world.Resume();
        world.TimeScale = 1.0;
        Console.WriteLine("normal");
        Play(2.0);

        IEnumerator<Awaitable> Every2Seconds(string what)
        {
            while (true)
            {
                yield return Sleep(2.0);
                Console.WriteLine($"{scheduler.Time:0.0} s  {what}, by its own time {Now:0.0} s");
            }
        }

        void Play(double seconds)
        {
            for (double end = scheduler.Time + seconds; scheduler.Time < end;)
                scheduler.Tick(0.25);
        }
        // end-snippet
    }
}
