using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>Something that was fired, on its way. Whose it is, is told by the group in which it flies.</summary>
internal sealed class Shot(List<Shot> shots, FieldSize field, Vector from, Vector speed, Tint tint) : Sprite
{
    private static readonly string[] _up = ["|"];
    private static readonly string[] _down = ["*"];

    internal override string[] Shape => speed.Y < 0 ? _up : _down;

    internal override Tint Tint => tint;

    /// <summary>Whether it has hit something.</summary>
    internal bool IsSpent { get; set; }

    /// <summary>From the muzzle to whatever it hits, or out of the field.</summary>
    internal IEnumerator<Awaitable> Fly()
    {
        (X, Y) = from;
        shots.Add(this);
        try
        {
            // Where it is follows from the time, and that is its group's: in slow motion it is slow.
            double start = Now;
            while (!IsSpent && X > -1 && X < field.Width && Y > -1 && Y < field.Height)
            {
                yield return NextPhase(Phases.Motion);
                (X, Y) = from + (speed * (Now - start));
            }
        }
        finally
        {
            shots.Remove(this);
        }
    }
}
