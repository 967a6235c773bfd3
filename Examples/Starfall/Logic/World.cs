using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>One game from its first wave to its last ship: who is on the field, and in whose time they live.</summary>
/// <remarks>
/// The groups are a tree: <see cref="All"/>, which a pause stops, has in it <see cref="Home"/>, the ship and its shots, and
/// <see cref="Foes"/>, who can be slowed down. Among those are the <see cref="Invaders"/>, whose end is the end of a wave.
/// </remarks>
internal sealed class World : IDisposable
{
    private static readonly Vector[] _directions =
    [
        new(1, 0), new(-1, 0), new(0, 1), new(0, -1), new(0.7, 0.7), new(-0.7, 0.7), new(0.7, -0.7), new(-0.7, -0.7),
        new(0.4, 0.9), new(-0.4, 0.9), new(0.4, -0.9), new(-0.4, -0.9),
    ];

    private readonly Hud _hud;
    private readonly Campaign _campaign;

    internal World(Scheduler scheduler, Controls controls, Hud hud, FieldSize field, int seed)
    {
        Field = field;
        Dice = new Dice(seed);
        All = new CoGroup(scheduler, "world");
        Home = new CoGroup(All, "home");
        Foes = new CoGroup(All, "foes");
        Invaders = new CoGroup(Foes, "invaders");
        Ship = new Ship(this);
        _hud = hud;
        _hud.Score = 0;
        _campaign = new Campaign(this, hud);

        Ship.Launch(controls);
        Foes.CreateTask(_campaign.Run(), "campaign");

        // Whoever has moved in a step has done so before it is looked who touches whom.
        All.CreateTask(new Collisions(this).Watch(), "collisions").Priority = -1;
    }

    internal FieldSize Field { get; }

    internal Dice Dice { get; }

    internal CoGroup All { get; }

    internal CoGroup Home { get; }

    internal CoGroup Foes { get; }

    internal CoGroup Invaders { get; }

    internal Ship Ship { get; }

    internal List<Shot> Shots { get; } = [];

    internal List<Shot> EnemyShots { get; } = [];

    internal List<Enemy> Enemies { get; } = [];

    internal List<Effect> Effects { get; } = [];

    /// <summary>The last ship is gone.</summary>
    internal CoSignal Lost { get; } = new("lost");

    internal int Level => _campaign.Level;

    /// <summary>How fast the foes are in this level.</summary>
    internal double Pace
    {
        get;
        set
        {
            field = value;
            Foes.TimeScale = Pace * Slowness;
        }
    } = 1;

    /// <summary>How slow the ship's focus makes them; 1 is not at all.</summary>
    internal double Slowness
    {
        get;
        set
        {
            field = value;
            Foes.TimeScale = Pace * Slowness;
        }
    } = 1;

    internal void FireUp(Vector from, Vector speed) =>
        Home.CreateTask(new Shot(Shots, Field, from, speed, Tint.ShipFire).Fly(), "shot");

    internal void FireDown(Vector from, Vector speed) =>
        Foes.CreateTask(new Shot(EnemyShots, Field, from, speed, Tint.EnemyFire).Fly(), "enemy shot");

    /// <summary>An enemy was shot.</summary>
    internal void Reward(Enemy enemy, int points)
    {
        _hud.Score += points;
        Explode(enemy.X, enemy.Y, size: Math.Min(enemy.Width * 2, _directions.Length));
        All.CreateTask(new Effect(Effects, $"+{points}", Tint.Words).Drift(new Vector(enemy.X, enemy.Y), new Vector(0, -2), 0.8), "points");
    }

    internal void Explode(double x, double y, int size)
    {
        foreach (Vector direction in _directions.Take(size))
        {
            var way = new Vector(direction.X * size * 0.7, direction.Y * size * 0.35);
            All.CreateTask(new Effect(Effects, "*", Tint.Spark).Drift(new Vector(x, y), way, 0.5), "spark");
        }
    }

    /// <summary>Everything stands nearly still for a moment.</summary>
    internal void HoldBreath() => All.CreateTask("breath", BreathTaken(), RestartPolicy.Replace);

    /// <summary>Ends all that lives in it.</summary>
    public void Dispose() => All.Dispose();

    private IEnumerator<Awaitable> BreathTaken()
    {
        All.TimeScale = 0.1;
        try
        {
            // By the time of the one who looks on: the group's own has just become slow.
            yield return SleepUnscaled(0.5);
        }
        finally
        {
            All.TimeScale = 1;
        }
    }
}
