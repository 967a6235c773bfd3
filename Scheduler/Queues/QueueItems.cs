namespace Coroutines;

/// <summary>How a queue keeps its items, and in which order it gives them out.</summary>
internal abstract class QueueItems<T>
{
    /// <summary>So much room is kept when the queue is empty; what a burst needs beyond that is let go.</summary>
    private protected const int KeptCapacity = 1024;

    /// <summary>Adds an item. If the user's comparer throws, nothing has changed.</summary>
    internal abstract void Add(T item);

    /// <summary>Takes the next item. There is one. If the user's comparer throws, nothing has changed.</summary>
    internal abstract T Take();

    internal abstract void Clear();

    /// <summary>A list has become empty.</summary>
    /// <summary>The items for a debugger: in the order in which they will be taken, or as they stand.</summary>
    internal abstract T[] Look();

    private protected static void LetGoOfRoom(List<T> list)
    {
        if (list.Capacity > KeptCapacity)
        {
            list.Capacity = 0;
        }
    }
}
