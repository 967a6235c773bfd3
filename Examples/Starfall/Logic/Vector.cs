namespace Coroutines.Examples.Starfall.Logic;

/// <summary>A place, a way or a speed, in columns and rows.</summary>
internal readonly record struct Vector(double X, double Y)
{
    public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y);

    public static Vector operator -(Vector a, Vector b) => new(a.X - b.X, a.Y - b.Y);

    public static Vector operator *(Vector a, double factor) => new(a.X * factor, a.Y * factor);

    /// <summary>The point of a curve that goes from one point to another and bends towards a third.</summary>
    /// <param name="from">Where it is at 0.</param>
    /// <param name="bend">Where it bends to.</param>
    /// <param name="to">Where it is at 1.</param>
    /// <param name="t">How much of it is done.</param>
    internal static Vector OnCurve(Vector from, Vector bend, Vector to, double t) =>
        (from * ((1 - t) * (1 - t))) + (bend * (2 * t * (1 - t))) + (to * (t * t));
}
