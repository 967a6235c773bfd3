namespace Coroutines;

/// <summary>Last in, first out.</summary>
internal sealed class LifoItems<T> : QueueItems<T>
{
    private readonly Stack<T> _items = new();

    internal override void Add(T item) => _items.Push(item);

    internal override T Take() => _items.Pop();

    internal override void Clear() => _items.Clear();
}
