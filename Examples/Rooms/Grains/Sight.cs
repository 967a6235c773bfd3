namespace Coroutines.Examples.Rooms;

/// <summary>What there is to see in a room.</summary>
/// <param name="Silo">Where the room lives.</param>
/// <param name="Frame">How many frames it has had there.</param>
/// <param name="Players">Who is in it.</param>
/// <param name="Embers">Where embers glow.</param>
[GenerateSerializer]
internal sealed record Sight([property: Id(0)] string Silo, [property: Id(1)] long Frame, [property: Id(2)] Spot[] Players, [property: Id(3)] Spot[] Embers);

/// <param name="What">Of a player, the name.</param>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
[GenerateSerializer]
internal sealed record Spot([property: Id(0)] string What, [property: Id(1)] int X, [property: Id(2)] int Y);
