namespace Coroutines.Examples.Rooms;

/// <summary>A player. What it has answered is stored, and survives any silo.</summary>
internal interface IPlayer : IGrainWithStringKey
{
    /// <summary>Walks so many places, into the next room where that leads through a door.</summary>
    /// <returns>Where the player stands then, and with what.</returns>
    Task<Standing> Walk(int right, int down);
}
