namespace Coroutines;

/// <summary>Those who wait for a background phase and had no turn yet, first come first served.</summary>
internal sealed class Backlog : IPlaces
{
    private const int SmallEnough = 32;
    private const int KeptCapacity = 1024;

    private readonly List<IRunnable> _places = [];
    private readonly PlaceSearch _search;

    // Those before it have had their turn.
    private int _first;
    private int _taken;

    internal Backlog() => _search = new PlaceSearch(this);

    /// <summary>How many wait.</summary>
    internal int Count => _places.Count - _first - _taken;

    int IPlaces.Count => _places.Count;

    IRunnable IPlaces.this[int place]
    {
        get => _places[place];
        set => _places[place] = value;
    }

    /// <summary>Takes over all that wait in a queue.</summary>
    internal void TakeAll(ReadyQueue queue)
    {
        for (int i = 0; i < queue.Count; i++)
        {
            if (queue[i] != Nothing.Instance)
            {
                _places.Add(queue[i]);
            }
        }

        queue.Clear();
    }

    /// <summary>Takes the next one. There is one.</summary>
    internal IRunnable Dequeue()
    {
        SkipTaken();
        IRunnable item = _places[_first];
        _places[_first++] = Nothing.Instance;
        if (_first > SmallEnough && _first * 2 > _places.Count)
        {
            _places.RemoveRange(0, _first);
            _first = 0;
            _search.Forget();
        }

        return item;
    }

    /// <summary>Takes somebody out.</summary>
    /// <returns>False if it is not there.</returns>
    internal bool Remove(IRunnable item)
    {
        if (Count == 0 || !_search.TryTake(item))
        {
            return false;
        }

        _taken++;
        return true;
    }

    /// <summary>Lets go of the room that a burst has needed.</summary>
    internal void LetGo()
    {
        if (_places.Capacity > KeptCapacity && _places.Count <= KeptCapacity)
        {
            _places.TrimExcess();
        }
    }

    internal IEnumerable<IRunnable> Items() => _places.Skip(_first).Where(static item => item != Nothing.Instance);

    internal void Clear()
    {
        _places.Clear();
        _first = 0;
        _taken = 0;
        _search.Forget();
    }

    private void SkipTaken()
    {
        for (; _places[_first] == Nothing.Instance; _first++)
        {
            _taken--;
        }
    }
}
