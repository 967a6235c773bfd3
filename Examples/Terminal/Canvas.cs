namespace Coroutines.Examples.Terminal;

/// <summary>A picture made of characters. What would lie beside it is cut off.</summary>
internal sealed class Canvas
{
    private readonly Cell[] _cells;

    internal Canvas(int width, int height)
    {
        Width = width;
        Height = height;
        _cells = new Cell[width * height];
        Clear();
    }

    internal int Width { get; }

    internal int Height { get; }

    internal Cell this[int x, int y] => _cells[(y * Width) + x];

    internal void Clear() => Array.Fill(_cells, Cell.Blank);

    internal void Put(int x, int y, char glyph, Colour colour = Colour.Plain)
    {
        if (x >= 0 && x < Width && y >= 0 && y < Height)
        {
            _cells[(y * Width) + x] = new Cell(glyph, colour);
        }
    }

    internal void Write(int x, int y, string text, Colour colour = Colour.Plain)
    {
        for (int i = 0; i < text.Length; i++)
        {
            Put(x + i, y, text[i], colour);
        }
    }

    internal void WriteCentred(int y, string text, Colour colour = Colour.Plain) => Write((Width - text.Length) / 2, y, text, colour);

    /// <summary>The picture without its colours.</summary>
    internal IEnumerable<string> Lines() =>
        Enumerable.Range(0, Height).Select(y => string.Concat(Enumerable.Range(0, Width).Select(x => this[x, y].Glyph)).TrimEnd());
}
