namespace Coroutines;

/// <summary>First in, first out.</summary>
internal sealed class FifoItems<T> : QueueItems<T>
{
    private readonly Queue<T> _items = new();

    internal override void Add(T item) => _items.Enqueue(item);

    internal override T Take() => _items.Dequeue();

    internal override void Clear() => _items.Clear();
}
