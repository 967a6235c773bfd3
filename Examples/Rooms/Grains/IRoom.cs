namespace Coroutines.Examples.Rooms;

/// <summary>A room, which the cluster has one of for each name. It knows who is in it and what lies there, and forgets it when its silo dies.</summary>
internal interface IRoom : IGrainWithStringKey
{
    /// <summary>Somebody stands at a place; who was not there before comes in. May be told again and again.</summary>
    /// <returns>How many embers they have found there.</returns>
    Task<int> Stand(string player, int x, int y);

    /// <summary>Somebody is gone.</summary>
    Task Leave(string player);

    Task<Sight> Look();
}
