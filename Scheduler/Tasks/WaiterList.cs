namespace Coroutines;

/// <summary>The waiters of a future that has more than one, in the order in which they came (rule 11).</summary>
internal sealed class WaiterList(IFutureWaiter first, IFutureWaiter second) : IFutureWaiter
{
    private readonly List<IFutureWaiter> _waiters = [first, second];

    public void OnDone(Future future)
    {
        foreach (IFutureWaiter waiter in _waiters)
        {
            waiter.OnDone(future);
        }
    }

    internal void Add(IFutureWaiter waiter) => _waiters.Add(waiter);

    internal int RemoveAll(Predicate<IFutureWaiter> match) => _waiters.RemoveAll(match);
}
