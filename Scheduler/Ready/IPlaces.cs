namespace Coroutines;

/// <summary>A queue of which items are taken out before their turn: by their places.</summary>
internal interface IPlaces
{
    /// <summary>How many places there are.</summary>
    int Count { get; }

    /// <summary>What stands at a place.</summary>
    IRunnable this[int place] { get; set; }
}
