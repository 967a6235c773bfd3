namespace Coroutines.Examples.Terminal;

/// <summary>One character of the screen.</summary>
internal readonly record struct Cell(char Glyph, Colour Colour)
{
    internal static Cell Blank { get; } = new(' ', Colour.Plain);
}
