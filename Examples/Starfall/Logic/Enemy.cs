using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>
/// An enemy is a few coroutines that know nothing of each other: one waits for hits, others fly and shoot. All that has to be
/// said about its end is that those are bound to its life.
/// </summary>
internal abstract class Enemy(World world, int health) : Sprite
{
    private const int FlashFrames = 4;

    private bool _isFlashing;

    /// <summary>Told of each hit, and how hard it is.</summary>
    internal CoSignal<int> Hit { get; } = new("hit");

    internal int Health { get; private set; } = health;

    internal abstract string Name { get; }

    internal sealed override Tint Tint => _isFlashing ? Tint.Flash : UsualTint;

    protected abstract Tint UsualTint { get; }

    protected World World => world;

    /// <summary>Ends with it.</summary>
    protected Lifetime Life { get; } = new();

    protected abstract int Points { get; }

    protected Vector Place
    {
        get => new(X, Y);
        set => (X, Y) = value;
    }

    /// <summary>Its whole life. It is a task of the invaders' group, and so are those that it makes.</summary>
    internal IEnumerator<Awaitable> Live()
    {
        world.Enemies.Add(this);
        try
        {
            CreateTask(Act(), name: $"{Name} acts").BindTo(Life);
            while (Health > 0)
            {
                yield return Hit.Next().Into(out var damage);
                Health -= damage.Result;
                CreateTask(Flash(), name: $"{Name} flashes").BindTo(Life);
            }

            world.Reward(this, Points);
        }
        finally
        {
            // Also when the whole world ends before it does.
            Life.Dispose();
            world.Enemies.Remove(this);
        }
    }

    /// <summary>What it does until it is shot.</summary>
    protected abstract IEnumerator<Awaitable> Act();

    /// <summary>Moves it along a curve.</summary>
    protected IEnumerator<Awaitable> Swoop(Vector bend, Func<Vector> target, double seconds, Func<double, double> easing)
    {
        Vector from = Place;
        return Tween(seconds, easing, done => Place = Vector.OnCurve(from, bend, target(), done));
    }

    /// <summary>Fires at where the ship is now.</summary>
    protected void FireAtShip(double speed)
    {
        Vector way = new Vector(world.Ship.X, world.Ship.Y) - Place;
        double seconds = Math.Max(way.Y, 1) / speed;
        world.FireDown(Place, new Vector(Math.Clamp(way.X / seconds, -speed, speed), speed));
    }

    private IEnumerator<Awaitable> Flash()
    {
        _isFlashing = true;
        yield return WaitFrames(FlashFrames);
        _isFlashing = false;
    }
}
