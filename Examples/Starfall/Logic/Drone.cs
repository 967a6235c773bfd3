using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>Keeps its place in the formation, until it loses its patience and dives at the ship.</summary>
internal sealed class Drone : Enemy
{
    private static readonly string[] _calm = ["<o>"];
    private static readonly string[] _diving = ["\\V/"];

    private readonly Formation _formation;
    private readonly int _number;
    private bool _isDiving;

    internal Drone(World world, Formation formation, int number)
        : base(world, health: 1)
    {
        _formation = formation;
        _number = number;
        Place = new Vector(number % 2 == 0 ? -2 : world.Field.Width + 1, world.Field.Height / 2);
    }

    internal override string Name => $"drone {_number}";

    internal override string[] Shape => _isDiving ? _diving : _calm;

    protected override Tint UsualTint => Tint.Drone;

    protected override int Points => _isDiving ? 30 : 10;

    protected override IEnumerator<Awaitable> Act()
    {
        while (true)
        {
            yield return Await(Swoop(bend: new Vector(World.Field.Width / 2.0, World.Field.Height), InFormation, 1.6, Easing.OutQuad));

            double patience = Now + World.Dice.Between(3, 16);
            while (Now < patience)
            {
                yield return NextFrame();
                Place = InFormation();
            }

            yield return Await(Dive());
        }
    }

    private IEnumerator<Awaitable> Dive()
    {
        _isDiving = true;
        CreateTask(After(0.5, () => FireAtShip(speed: 8)), name: $"{Name} shoots").BindTo(Life);

        Vector below = new(World.Ship.X, World.Field.Height + 1);
        yield return Await(Swoop(bend: new Vector(X, World.Field.Height / 2.0), () => below, 2.4, Easing.InQuad));

        // It has left the field at the bottom, and comes back at the top.
        Place = new Vector(X, -1);
        _isDiving = false;
    }

    private Vector InFormation() => _formation.PlaceOf(_number);
}
