namespace Coroutines.Examples.Rooms;

/// <summary>Where a player stands, and how many embers it has found: what is stored of it.</summary>
[GenerateSerializer]
internal sealed record Standing
{
    [Id(0)]
    public string Room { get; init; } = House.Rooms[0];

    [Id(1)]
    public int X { get; init; } = House.Width / 2;

    [Id(2)]
    public int Y { get; init; } = House.Height / 2;

    [Id(3)]
    public int Embers { get; init; }
}
