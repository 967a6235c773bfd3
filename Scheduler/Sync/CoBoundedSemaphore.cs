namespace Coroutines;

/// <summary>
/// A semaphore that notices when it is released more often than it was acquired: asyncio's <c>BoundedSemaphore</c>.
/// </summary>
/// <inheritdoc cref="CoSemaphore" path="/remarks"/>
public sealed class CoBoundedSemaphore : CoSemaphore
{
    private readonly int _bound;

    /// <param name="value">How many places there are; not negative.</param>
    /// <param name="name">What to call it in messages; null for none.</param>
    /// <inheritdoc cref="CoSemaphore(int, string?)"/>
    public CoBoundedSemaphore(int value = 1, string? name = null)
        : base(value, name) => _bound = value;

    /// <summary>Gives a place back, and wakes whoever waits first: asyncio's <c>release()</c>.</summary>
    /// <exception cref="ArgumentException">All places are free already: asyncio's <c>ValueError</c>.</exception>
    public override void Release()
    {
        if (Value >= _bound)
        {
            throw new ArgumentException(
                $"{DescribeCaller()} releases {Describe()}, whose {_bound} places are all free. Release it once for each Acquire.");
        }

        base.Release();
    }
}
