using System.Text;

namespace Coroutines.Examples.Terminal;

/// <summary>
/// Tells a terminal what has changed since the last picture, in one piece: so nothing flickers, and a slow line keeps up.
/// </summary>
internal sealed class CanvasWriter
{
    private const string ClearAll = "\e[0m\e[2J";

    private readonly StringBuilder _text = new();
    private Cell[] _shown = [];
    private (int Width, int Height, int Columns, int Rows) _shape;

    /// <summary>What to send so that the terminal shows a picture in its middle; nothing if it does already.</summary>
    internal string Compose(Canvas canvas, int columns, int rows)
    {
        _text.Clear();
        if (_shape != (canvas.Width, canvas.Height, columns, rows))
        {
            // A terminal that was resized has moved or cut what it showed.
            _shape = (canvas.Width, canvas.Height, columns, rows);
            _shown = new Cell[canvas.Width * canvas.Height];
            Array.Fill(_shown, Cell.Blank);
            _text.Append(ClearAll);
        }

        Colour? colour = null;
        for (int y = 0; y < canvas.Height; y++)
        {
            AppendRow(canvas, y, Math.Max((columns - canvas.Width) / 2, 0), Math.Max((rows - canvas.Height) / 2, 0), ref colour);
        }

        return _text.ToString();
    }

    /// <summary>Has the next picture be sent as a whole: the terminal may show anything by now.</summary>
    internal void Forget() => _shape = default;

    private void AppendRow(Canvas canvas, int y, int left, int top, ref Colour? colour)
    {
        bool isCursorHere = false;
        for (int x = 0; x < canvas.Width; x++)
        {
            Cell cell = canvas[x, y];
            ref Cell shown = ref _shown[(y * canvas.Width) + x];
            if (cell == shown)
            {
                isCursorHere = false;
                continue;
            }

            if (!isCursorHere)
            {
                _text.Append($"\e[{top + y + 1};{left + x + 1}H");
                isCursorHere = true;
            }

            if (cell.Colour != colour)
            {
                colour = cell.Colour;
                _text.Append($"\e[{(int)cell.Colour}m");
            }

            _text.Append(cell.Glyph);
            shown = cell;
        }
    }
}
