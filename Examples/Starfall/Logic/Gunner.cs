using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>Comes down a little, stays there, and fires at the ship.</summary>
internal sealed class Gunner : Enemy
{
    private const double ShotSpeed = 9;
    private const double FirePeriod = 2.4;

    private static readonly string[] _shape = ["[-#-]"];

    private readonly Formation _formation;
    private readonly int _number;

    internal Gunner(World world, Formation formation, int number)
        : base(world, health: 3)
    {
        _formation = formation;
        _number = number;
        Place = new Vector(world.Field.Width / 2.0, -1);
    }

    internal override string Name => $"gunner {_number}";

    internal override string[] Shape => _shape;

    protected override Tint UsualTint => Tint.Gunner;

    protected override int Points => 50;

    protected override IEnumerator<Awaitable> Act()
    {
        yield return Await(Swoop(bend: new Vector(X, World.Field.Height / 2.0), InFormation, 1.8, Easing.InOutQuad));

        // From here on, two coroutines: one flies, one fires.
        CreateTask(KeepFiring(), name: $"{Name} fires").BindTo(Life);
        while (true)
        {
            yield return NextFrame();
            Place = InFormation();
        }
    }

    private IEnumerator<Awaitable> KeepFiring()
    {
        // Not all at once.
        yield return Sleep(World.Dice.Between(0, FirePeriod));
        Ticker every = Every(FirePeriod, CatchUp.Skip);
        while (true)
        {
            FireAtShip(ShotSpeed);
            yield return every;
        }
    }

    private Vector InFormation() => _formation.PlaceOf(_number);
}
