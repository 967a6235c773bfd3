namespace Coroutines;

/// <summary>Last in, first out.</summary>
internal sealed class LifoItems<T> : QueueItems<T>
{
    private readonly List<T> _items = [];

    internal override void Add(T item) => _items.Add(item);

    internal override T Take()
    {
        int last = _items.Count - 1;
        T item = _items[last];
        _items.RemoveAt(last);
        if (last == 0)
        {
            LetGoOfRoom(_items);
        }

        return item;
    }

    internal override void Clear()
    {
        _items.Clear();
        LetGoOfRoom(_items);
    }
}
