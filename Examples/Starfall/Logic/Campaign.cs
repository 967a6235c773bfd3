using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>The waves, from the first to as far as the player gets.</summary>
internal sealed class Campaign(World world, Hud hud)
{
    private const double FasterEachLevel = 0.2;

    /// <summary>1 at the beginning; after each boss, everything comes again and faster.</summary>
    internal int Level { get; private set; }

    internal IEnumerator<Awaitable> Run()
    {
        yield return Sleep(0.5);
        while (true)
        {
            Level++;
            world.Pace = 1 + ((Level - 1) * FasterEachLevel);
            yield return Await(Wave("Scouts", 16, columns: 8, period: 0.2, (formation, i) => new Drone(world, formation, i)));
            yield return Await(Wave("Gunners", 5, columns: 5, period: 0.4, (formation, i) => new Gunner(world, formation, i)));
            yield return Await(Wave("Swarm", 36, columns: 9, period: 0.1, (formation, i) => new Drone(world, formation, i)));
            yield return Await(Wave("The mother ship", 1, columns: 1, period: 1, (_, _) => new Boss(world)));

            hud.Announce($"Level {Level} is yours!");
            world.Ship.Refill();
            yield return Sleep(3);
        }
    }

    private IEnumerator<Awaitable> Wave(string title, int count, int columns, double period, Func<Formation, int, Enemy> makeEnemy)
    {
        hud.Announce($"Level {Level}: {title}");
        yield return Sleep(1.5);

        var formation = new Formation(world.Field, columns);
        CoTask sway = CreateTask(formation.Sway(), name: "sway");
        Ticker every = Every(period, CatchUp.Skip);
        for (int i = 0; i < count; i++)
        {
            Enemy enemy = makeEnemy(formation, i);
            world.Invaders.CreateTask(enemy.Live(), enemy.Name);
            yield return every;
        }

        // Until none of them is left.
        yield return world.Invaders;
        sway.Cancel();
        yield return Sleep(1);
    }
}
