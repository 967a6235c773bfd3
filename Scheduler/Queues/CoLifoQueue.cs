namespace Coroutines;

/// <summary>A queue that gives the newest item out first: asyncio's <c>LifoQueue</c>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class CoLifoQueue<T> : CoQueue<T>
{
    /// <inheritdoc cref="CoQueue{T}(int, string?)"/>
    public CoLifoQueue(int maxSize = 0, string? name = null)
        : base(new LifoItems<T>(), maxSize, name)
    {
    }
}

/// <summary>Last in, first out.</summary>
file sealed class LifoItems<T> : QueueItems<T>
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

    internal override T[] Look() => [.. Enumerable.Reverse(_items)];

    internal override void Clear()
    {
        _items.Clear();
        LetGoOfRoom(_items);
    }
}
