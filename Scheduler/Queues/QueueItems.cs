namespace Coroutines;

/// <summary>How a queue keeps its items, and in which order it gives them out.</summary>
internal abstract class QueueItems<T>
{
    /// <summary>Adds an item. If the user's comparer throws, nothing has changed.</summary>
    internal abstract void Add(T item);

    /// <summary>Takes the next item. There is one. If the user's comparer throws, nothing has changed.</summary>
    internal abstract T Take();

    internal abstract void Clear();
}
