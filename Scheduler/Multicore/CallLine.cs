namespace Coroutines;

/// <summary>
/// Lets so many calls at a time into a loop, first come first served. The others wait here, whichever thread they come from; a call keeps
/// its place until it has ended.
/// </summary>
/// <remarks>
/// Everything happens under one lock, the posting too: what was let in first is in the loop's inbox first. Whoever waits is told outside of it.
/// </remarks>
/// <param name="limit">How many may be under way.</param>
internal sealed class CallLine(int limit)
{
    private readonly object _lock = new();
    private readonly LinkedList<LoopCall> _waiting = new();
    private int _underWay;
    private volatile bool _isClosed;

    /// <summary>Whether it lets nobody in any more.</summary>
    internal bool IsClosed => _isClosed;

    /// <summary>How many were let in and have not ended.</summary>
    internal int UnderWay
    {
        get
        {
            lock (_lock)
            {
                return _underWay;
            }
        }
    }

    /// <summary>How many wait.</summary>
    internal int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Lets a call in, or has it wait; one that comes too late is told so.</summary>
    /// <returns>Whether it was let in.</returns>
    internal bool Enter(LoopCall call)
    {
        lock (_lock)
        {
            if (!_isClosed && ((_underWay < limit && _waiting.Count == 0) || call.IsUrgent))
            {
                LetIn(call);
                return true;
            }

            call.NoteWaiting();
            if (!_isClosed)
            {
                call.Place = _waiting.AddLast(call);
                return false;
            }
        }

        call.Refuse();
        return false;
    }

    /// <summary>Takes a call back that waits.</summary>
    /// <returns>False if it does not wait any more: it was let in or refused.</returns>
    internal bool TryWithdraw(LoopCall call)
    {
        lock (_lock)
        {
            if (call.Place is not { } place)
            {
                return false;
            }

            _waiting.Remove(place);
            call.Place = null;
            return true;
        }
    }

    /// <summary>One that was let in has ended: the next one may come.</summary>
    internal void Leave()
    {
        LoopCall? next;
        lock (_lock)
        {
            _underWay--;
            next = LetNextIn();
        }

        next?.NoteLetIn();
    }

    /// <summary>Lets nobody in from now on, and refuses those who wait.</summary>
    internal void Close()
    {
        LoopCall[] refused;
        lock (_lock)
        {
            _isClosed = true;
            refused = [.. _waiting];
            _waiting.Clear();
            Array.ForEach(refused, static call => call.Place = null);
        }

        Array.ForEach(refused, static call => call.Refuse());
    }

    // Those who did not have to wait may be more than the limit.
    private LoopCall? LetNextIn()
    {
        if (_underWay >= limit || _waiting.First is not { Value: { } next })
        {
            return null;
        }

        _waiting.RemoveFirst();
        next.Place = null;
        LetIn(next);
        return next;
    }

    private void LetIn(LoopCall call)
    {
        _underWay++;
        call.Post();
    }
}
