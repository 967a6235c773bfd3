using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Wave spawner.</summary>
internal sealed class WaveSpawner : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-wave-spawner
        using var scheduler = new Scheduler();
        var enemies = new CoGroup(scheduler, "enemies");
        scheduler.CreateTask(Level());
        for (int frame = 1; frame <= 40; frame++)
            scheduler.Tick(0.25);

        IEnumerator<Awaitable> Level()
        {
            for (int wave = 1; wave <= 2; wave++)
            {
                Console.WriteLine($"{Now:0.00} s  wave {wave}");
                for (int i = 1; i <= wave + 1; i++)
                {
                    enemies.CreateTask(Enemy($"enemy {wave}.{i}", life: 2.0 - (0.4 * i)));
                    yield return Sleep(0.5);
                }

                yield return enemies;                                // until none is left
                yield return Sleep(2.0);                             // a rest
            }

            Console.WriteLine($"{Now:0.00} s  the level is won");
        }

        IEnumerator<Awaitable> Enemy(string name, double life)
        {
            yield return Sleep(life);                                // whatever it does until it is shot
            Console.WriteLine($"{Now:0.00} s  {name} is gone, {enemies.Count - 1} left");
        }
        // end-snippet
    }
}
