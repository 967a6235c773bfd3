namespace Coroutines;

/// <summary>Takes items out of a queue before their turn. Their places stay, and run nothing.</summary>
/// <remarks>
/// One that is looked for mostly stands behind the last one that was found, so the search begins there. Where it does not, again and
/// again, an index is made: a thousand items are taken out of a thousand in a few thousand steps, whatever their order.
/// </remarks>
internal sealed class PlaceSearch(IPlaces queue)
{
    // So many times as many steps as there are places, and an index is worth its price.
    private const int Patience = 4;

    private Dictionary<IRunnable, int>? _index;
    private int _indexed;

    // Where the last search has ended, and how many steps there were since the places were others.
    private int _found;
    private long _steps;

    /// <returns>False if it is not there.</returns>
    internal bool TryTake(IRunnable item)
    {
        int place = Find(item);
        if (place < 0)
        {
            return false;
        }

        queue[place] = Nothing.Instance;
        return true;
    }

    /// <summary>The places are others than before. Adding to the end does not make them so.</summary>
    internal void Forget()
    {
        _index = null;
        _indexed = 0;
        _steps = 0;
    }

    private int Find(IRunnable item)
    {
        int count = queue.Count;
        if (_steps > (long)Patience * count)
        {
            return FindInIndex(item, count);
        }

        for (int i = 0; i < count; i++)
        {
            int place = (_found + i) % count;
            if (ReferenceEquals(queue[place], item))
            {
                _found = place;
                _steps += i;
                return place;
            }
        }

        _steps += count;
        return -1;
    }

    private int FindInIndex(IRunnable item, int count)
    {
        _index ??= [];
        for (; _indexed < count; _indexed++)
        {
            _index[queue[_indexed]] = _indexed;
        }

        // Its turn may have come meanwhile.
        return _index.Remove(item, out int place) && ReferenceEquals(queue[place], item) ? place : -1;
    }
}
