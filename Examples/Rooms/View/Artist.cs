using Coroutines.Examples.Terminal;

namespace Coroutines.Examples.Rooms;

/// <summary>Draws a room.</summary>
internal static class Artist
{
    // The picture's frame, and the room's walls within it.
    private const int Left = 2;
    private const int Top = 3;

    internal static Canvas Draw(Visit visit)
    {
        var canvas = new Canvas(House.Width + (2 * Left), House.Height + Top + 4);
        if (visit.Sight is not { } sight || visit.Walker.Told is not { } told)
        {
            canvas.WriteCentred(Top, "Knocking at the door ...", Colour.Grey);
            return canvas;
        }

        canvas.WriteCentred(0, $"T H E   {string.Join(' ', told.Room.ToUpperInvariant().ToCharArray())}", Colour.Yellow);
        canvas.WriteCentred(1, $"{sight.Silo}, frame {sight.Frame}", Colour.Grey);
        DrawWalls(canvas);
        foreach (Spot ember in sight.Embers)
        {
            canvas.Put(Left + ember.X, Top + ember.Y, '*', Colour.Red);
        }

        foreach (Spot player in sight.Players)
        {
            canvas.Put(Left + player.X, Top + player.Y, player.What[0], Colour.Cyan);
        }

        canvas.Put(Left + told.X, Top + told.Y, '@', Colour.White);
        canvas.Write(Left, Top + House.Height + 2, $"{visit.Name}: {told.Embers} embers", Colour.Yellow);
        canvas.Write(Left, Top + House.Height + 3, visit.IsSeen ? $"{sight.Players.Length} in this room" : "The room does not answer; its silo may have died.", visit.IsSeen ? Colour.Grey : Colour.Red);
        return canvas;
    }

    private static void DrawWalls(Canvas canvas)
    {
        for (int x = -1; x <= House.Width; x++)
        {
            canvas.Put(Left + x, Top - 1, '-', Colour.Blue);
            canvas.Put(Left + x, Top + House.Height, '-', Colour.Blue);
        }

        for (int y = 0; y < House.Height; y++)
        {
            char glyph = House.IsDoor(y) ? ' ' : '|';
            canvas.Put(Left - 1, Top + y, glyph, Colour.Blue);
            canvas.Put(Left + House.Width, Top + y, glyph, Colour.Blue);
        }
    }
}
