using static Coroutines.Awaitable;

namespace Coroutines.Examples.Frames;

/// <summary>A ball, whose whole life is one coroutine.</summary>
internal sealed class Ball(Game game, int number, double lifetime)
{
    private const double Gravity = 30;
    private const double Bounce = 0.85;

    private double _speedX = 8 + (number * 7 % 13);
    private double _speedY;

    internal int Number { get; } = number;

    internal double X { get; private set; } = number * 11 % game.Width;

    internal double Y { get; private set; } = 1;

    /// <summary>A ball that is about to vanish looks worn.</summary>
    internal bool IsWorn { get; private set; }

    /// <summary>From its first frame to its last. All balls do this, and none knows of the others.</summary>
    internal IEnumerator<Awaitable> Live()
    {
        game.Balls.Add(this);
        try
        {
            double birth = Scheduler.Current.Time;
            double before = birth;
            while (before - birth < lifetime)
            {
                yield return NextFrame();
                double now = Scheduler.Current.Time;
                Move(now - before);
                IsWorn = now - birth > lifetime * 0.75;
                before = now;
            }
        }
        finally
        {
            // Also when the game ends before the ball does: the scheduler closes what is left.
            game.Balls.Remove(this);
        }
    }

    private void Move(double seconds)
    {
        _speedY += Gravity * seconds;
        (X, _speedX) = Reflect(X + (_speedX * seconds), _speedX, game.Width - 1, keeps: 1);
        (Y, _speedY) = Reflect(Y + (_speedY * seconds), _speedY, game.Height - 1, keeps: Bounce);
    }

    private static (double Position, double Speed) Reflect(double position, double speed, double end, double keeps) => position switch
    {
        < 0 => (Math.Min(-position, end), -speed * keeps),
        _ when position > end => (Math.Max(end - (position - end), 0), -speed * keeps),
        _ => (position, speed),
    };
}
