namespace Coroutines.Examples.Starfall.Logic;

/// <summary>Something on the field: a few characters around a point.</summary>
internal abstract class Sprite
{
    /// <summary>The column of its middle.</summary>
    internal double X { get; set; }

    /// <summary>The row of its middle.</summary>
    internal double Y { get; set; }

    /// <summary>Its rows, all of the same length.</summary>
    internal abstract string[] Shape { get; }

    internal abstract Tint Tint { get; }

    internal int Width => Shape[0].Length;

    internal int Height => Shape.Length;

    internal bool Touches(Sprite other) =>
        Math.Abs(X - other.X) * 2 < Width + other.Width && Math.Abs(Y - other.Y) * 2 < Height + other.Height;
}
