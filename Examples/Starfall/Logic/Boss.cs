using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>The end of a level. What it does is a script, to be read from top to bottom.</summary>
internal sealed class Boss(World world) : Enemy(world, FullHealth)
{
    private const int FullHealth = 40;
    private const double UsualRow = 4;

    private static readonly string[] _shape =
    [
        @" /=======\ ",
        @"<[ o   o ]>",
        @" \==\V/==/ ",
    ];

    internal override string Name => "boss";

    internal override string[] Shape => _shape;

    protected override Tint UsualTint => Tint.Boss;

    protected override int Points => 500;

    private double Middle => World.Field.Width / 2.0;

    protected override IEnumerator<Awaitable> Act()
    {
        X = Middle;
        yield return Await(Tween(-3, UsualRow, 2.5, Easing.OutBack, y => Y = y));

        while (true)
        {
            yield return Await(Repeat(3, Fan));
            yield return Await(GoTo(World.Ship.X));
            yield return Await(Repeat(8, Burst));
            if (Health < FullHealth / 2)
            {
                yield return Await(CallForHelp());
            }

            yield return Await(GoTo(Middle));
        }
    }

    private IEnumerator<Awaitable> GoTo(double x) =>
        Tween(X, Math.Clamp(x, 6, World.Field.Width - 7), 1.2, Easing.InOutQuad, place => X = place);

    // Shots to all sides, with gaps that are wide enough for a ship.
    private IEnumerator<Awaitable> Fan()
    {
        for (int i = -3; i <= 3; i++)
        {
            World.FireDown(Place, new Vector(i * 5, 7));
        }

        yield return Sleep(1.0);
    }

    private IEnumerator<Awaitable> Burst()
    {
        World.FireDown(Place, new Vector(0, 12));
        yield return Sleep(0.15);
    }

    private IEnumerator<Awaitable> CallForHelp()
    {
        var formation = new Formation(World.Field, columns: 4);
        for (int i = 0; i < 4; i++)
        {
            // In the boss's own group, which is the invaders': the wave is not over before they are gone too.
            CreateTask(new Drone(World, formation, i).Live(), name: $"help {i}");
            yield return Sleep(0.3);
        }
    }
}
