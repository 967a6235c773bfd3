namespace Coroutines;

/// <summary>
/// Something large that is not needed at present and may be again, such as the array of a burst. Whether it is still there then is up to
/// the garbage collector: so it costs nothing to keep, and nobody has to know when the last burst was.
/// </summary>
internal struct Spare<T>
    where T : class
{
    private WeakReference<T>? _item;

    /// <summary>Keeps something; what was kept before is let go.</summary>
    internal void Keep(T item)
    {
        if (_item is null)
        {
            _item = new WeakReference<T>(item);
        }
        else
        {
            _item.SetTarget(item);
        }
    }

    /// <summary>Takes out what is kept, if it is still there.</summary>
    internal T? Take()
    {
        if (_item is null || !_item.TryGetTarget(out T? item))
        {
            return null;
        }

        _item.SetTarget(null!);
        return item;
    }
}
