namespace Coroutines.Examples.Rooms;

/// <summary>The plan of the house: rooms in a ring, all of one size, with a door on the left and one on the right.</summary>
internal static class House
{
    internal const int Width = 36;
    internal const int Height = 13;

    internal static readonly string[] Rooms = ["hall", "library", "cellar", "garden", "tower", "kitchen"];

    internal static bool IsDoor(int y) => Math.Abs(y - (Height / 2)) <= 1;

    /// <summary>Where one who walks from a place comes to. Walls stop; a door leads to the other side of the next room.</summary>
    internal static (string Room, int X, int Y) Walk(string room, int x, int y)
    {
        y = Math.Clamp(y, 0, Height - 1);
        return x is >= 0 and < Width ? (room, x, y)
            : !IsDoor(y) ? (room, Math.Clamp(x, 0, Width - 1), y)
            : x < 0 ? (Next(room, -1), Width - 1, y)
            : (Next(room, 1), 0, y);
    }

    private static string Next(string room, int step) => Rooms[(Array.IndexOf(Rooms, room) + step + Rooms.Length) % Rooms.Length];
}
