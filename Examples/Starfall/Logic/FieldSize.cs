namespace Coroutines.Examples.Starfall.Logic;

/// <summary>How large the field is, in characters.</summary>
internal readonly record struct FieldSize(int Width, int Height)
{
    internal static FieldSize Smallest { get; } = new(58, 16);

    internal static FieldSize Largest { get; } = new(118, 32);
}
