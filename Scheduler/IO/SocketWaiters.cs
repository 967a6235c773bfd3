namespace Coroutines;

/// <summary>Those who wait for one direction of one socket, first come first served.</summary>
internal sealed class SocketWaiters
{
    private SocketWait? _first;
    private SocketWait? _last;

    internal int Count { get; private set; }

    /// <summary>What there is to be watched for a registration's waiters.</summary>
    internal static Interest InterestOf(SocketRegistration registration) =>
        (registration.Reader is SocketWaiters { Count: > 0 } ? Interest.Read : Interest.None)
        | (registration.Writer is SocketWaiters { Count: > 0 } ? Interest.Write : Interest.None);

    internal void Add(SocketWait wait)
    {
        wait.Previous = _last;
        if (_last is null)
        {
            _first = wait;
        }
        else
        {
            _last.Next = wait;
        }

        _last = wait;
        wait.IsListed = true;
        Count++;
    }

    /// <returns>False if it waits no more.</returns>
    internal bool Remove(SocketWait wait)
    {
        if (!wait.IsListed)
        {
            return false;
        }

        if (wait.Previous is null)
        {
            _first = wait.Next;
        }
        else
        {
            wait.Previous.Next = wait.Next;
        }

        if (wait.Next is null)
        {
            _last = wait.Previous;
        }
        else
        {
            wait.Next.Previous = wait.Previous;
        }

        wait.Previous = null;
        wait.Next = null;
        wait.IsListed = false;
        Count--;
        return true;
    }

    /// <summary>
    /// Queues all of them. Each tries its operation again, in order; one that finds nothing left waits again.
    /// </summary>
    internal void MoveTo(ReadyQueue ready, bool isClosed) =>
        Fail(ready, isClosed ? SocketRegistration.Closed() : null);

    internal void Fail(ReadyQueue ready, Exception? error)
    {
        while (_first is { } wait)
        {
            Remove(wait);
            wait.Release(error);
            ready.Enqueue(wait);
        }
    }
}
