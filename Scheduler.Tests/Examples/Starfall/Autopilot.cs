using Coroutines.Examples.Starfall.Logic;

namespace Coroutines.Tests.Examples.Starfall;

/// <summary>Plays for us: flees from what is near, else goes below an enemy, and fires all the time.</summary>
internal sealed class Autopilot : IControlSource
{
    private const int ReactionFrames = 6;
    private const int FireFrames = 60;
    private const int PauseFrames = 1800;
    private const int PauseStart = 700;
    private const int PauseLength = 60;
    private const double PlentyOfEnergy = 60;

    private Control _course = Control.Stop;

    internal Game? Game { get; set; }

    internal List<(long Frame, Control Control)> Log { get; } = [];

    public Control? Take(long frame)
    {
        Control? control = Decide(frame);
        if (control is { } pressed)
        {
            Log.Add((frame, pressed));
        }

        return control;
    }

    private Control? Decide(long frame)
    {
        if (frame % PauseFrames is PauseStart or PauseStart + PauseLength)
        {
            return Control.Pause;
        }

        if (frame % FireFrames == 1)
        {
            return Control.Fire;
        }

        if (frame % ReactionFrames != 0 || Game?.World is not { } world)
        {
            return null;
        }

        Ship ship = world.Ship;
        Sprite? danger = world.EnemyShots.Concat<Sprite>(world.Enemies)
            .Where(sprite => sprite.Y > ship.Y - 7 && Math.Abs(sprite.X - ship.X) < 5)
            .MaxBy(sprite => sprite.Y);
        if (danger is not null && ship.Y - danger.Y < 3 && ship.Energy > PlentyOfEnergy)
        {
            return Control.Shield;
        }

        if (world.EnemyShots.Count > 5 && ship.Energy > PlentyOfEnergy)
        {
            return Control.Focus;
        }

        Sprite? target = world.Enemies.MinBy(enemy => Math.Abs(enemy.X - ship.X));
        Control course = danger is not null ? AwayFrom(danger, ship, world.Field)
            : target is null || Math.Abs(target.X - ship.X) < 1.5 ? Control.Stop
            : target.X < ship.X ? Control.Left : Control.Right;
        if (course == _course)
        {
            return null;
        }

        _course = course;
        return course;
    }

    private static Control AwayFrom(Sprite danger, Ship ship, FieldSize field) => ship.X switch
    {
        < 8 => Control.Right,
        double x when x > field.Width - 9 => Control.Left,
        _ => danger.X < ship.X ? Control.Right : Control.Left,
    };
}
