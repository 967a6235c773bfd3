namespace Coroutines;

/// <summary>The waiters of a future that has more than one, in the order in which they came (rule 11).</summary>
/// <remarks>
/// One that leaves is not searched for. It stays, marked as left, until half of all have; then one pass takes them out.
/// So leaving costs the same among a hundred thousand waiters as among two.
/// </remarks>
internal sealed class WaiterList(IFutureWaiter first, IFutureWaiter second) : IFutureWaiter
{
    private readonly List<IFutureWaiter> _waiters = [first, second];
    private Dictionary<Action<Future>, FutureCallback>? _callbacks;
    private int _left;

    /// <summary>How many wait.</summary>
    internal int Count => _waiters.Count - _left;

    /// <summary>Those who are there, and those who have left and are not taken out yet.</summary>
    internal IReadOnlyList<IFutureWaiter> Items => _waiters;

    public void OnDone(Future future)
    {
        foreach (IFutureWaiter waiter in _waiters)
        {
            waiter.OnDone(future);
        }
    }

    internal void Add(IFutureWaiter waiter)
    {
        _waiters.Add(waiter);
        if (_callbacks is not null && waiter is FutureCallback callback)
        {
            AddToIndex(_callbacks, callback);
        }
    }

    /// <summary>One of them has left.</summary>
    internal void NoteLeft(int count = 1)
    {
        _left += count;
        if (_left * 2 > _waiters.Count)
        {
            _waiters.RemoveAll(static waiter => waiter is ILeavingWaiter { HasLeft: true });
            _left = 0;
        }
    }

    /// <summary>Takes out one that cannot say that it has left. The youngest are looked at first.</summary>
    internal void Remove(IFutureWaiter waiter)
    {
        int index = _waiters.FindLastIndex(other => ReferenceEquals(other, waiter));
        if (index >= 0)
        {
            _waiters.RemoveAt(index);
        }
    }

    /// <summary>Takes out every done-callback that is equal to one.</summary>
    /// <returns>How many there were.</returns>
    internal int Remove(Action<Future> callback)
    {
        _callbacks ??= MakeIndex();
        if (!_callbacks.Remove(callback, out FutureCallback? first))
        {
            return 0;
        }

        int count = 0;
        for (FutureCallback? equal = first; equal is not null; equal = equal.NextEqual)
        {
            equal.Leave();
            count++;
        }

        NoteLeft(count);
        return count;
    }

    // Made when a callback is taken back for the first time; few futures ever need it.
    private Dictionary<Action<Future>, FutureCallback> MakeIndex()
    {
        var index = new Dictionary<Action<Future>, FutureCallback>();
        foreach (IFutureWaiter waiter in _waiters)
        {
            if (waiter is FutureCallback callback)
            {
                AddToIndex(index, callback);
            }
        }

        return index;
    }

    private static void AddToIndex(Dictionary<Action<Future>, FutureCallback> index, FutureCallback callback)
    {
        index.TryGetValue(callback.Callback, out FutureCallback? equal);
        callback.NextEqual = equal;
        index[callback.Callback] = callback;
    }
}
