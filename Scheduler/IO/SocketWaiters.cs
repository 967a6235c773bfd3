namespace Coroutines;

/// <summary>Those who wait for one direction of one socket, first come first served.</summary>
internal sealed class SocketWaiters
{
    private Chain<SocketWait> _waits;

    internal int Count { get; private set; }

    /// <summary>What there is to be watched for a registration's waiters.</summary>
    internal static Interest InterestOf(SocketRegistration registration) =>
        (registration.Reader is { Count: > 0 } ? Interest.Read : Interest.None)
        | (registration.Writer is { Count: > 0 } ? Interest.Write : Interest.None);

    internal void Add(SocketWait wait)
    {
        _waits.Add(wait);
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

        _waits.Remove(wait);
        wait.IsListed = false;
        Count--;
        return true;
    }

    /// <summary>
    /// Queues all of them. Each tries its operation again, in order; one that finds nothing left waits again.
    /// </summary>
    internal void MoveTo(ReadyQueue ready, bool isClosed) =>
        Fail(ready, isClosed ? Registration.Closed() : null);

    internal void Fail(ReadyQueue ready, Exception? error)
    {
        while (_waits.First is { } wait)
        {
            Remove(wait);
            wait.Resolve(error);
            ready.Enqueue(wait);
        }
    }
}
