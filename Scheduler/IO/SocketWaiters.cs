namespace Coroutines;

/// <summary>Those who wait for one direction of one socket, first come first served.</summary>
internal sealed class SocketWaiters
{
    private readonly List<SocketWait> _waits = [];

    internal int Count => _waits.Count;

    /// <summary>What there is to be watched for a registration's waiters.</summary>
    internal static Interest InterestOf(SocketRegistration registration) =>
        (registration.Reader is SocketWaiters { Count: > 0 } ? Interest.Read : Interest.None)
        | (registration.Writer is SocketWaiters { Count: > 0 } ? Interest.Write : Interest.None);

    internal void Add(SocketWait wait) => _waits.Add(wait);

    internal bool Remove(SocketWait wait) => _waits.Remove(wait);

    /// <summary>
    /// Queues all of them. Each tries its operation again, in order; one that finds nothing left waits again.
    /// </summary>
    internal void MoveTo(ReadyQueue ready, bool isClosed) =>
        Fail(ready, isClosed ? SocketRegistration.Closed() : null);

    internal void Fail(ReadyQueue ready, Exception? error)
    {
        foreach (SocketWait wait in _waits)
        {
            wait.Release(error);
            ready.Enqueue(wait);
        }

        _waits.Clear();
    }
}
