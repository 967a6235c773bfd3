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
