namespace Coroutines;

/// <summary>The objects of a stream's calls, which serve one call after another: one of each sort that it is used with.</summary>
/// <remarks>A part of its stream, not to be copied. They are mostly one or two, so they are looked through.</remarks>
internal struct StreamSpares
{
    // Linked as waiters are while they wait.
    private Waiter? _first;

    /// <returns>Null if there is none, or it is in use.</returns>
    internal T? Take<T>()
        where T : Operation
    {
        Waiter? previous = null;
        for (Waiter? spare = _first; spare is not null; previous = spare, spare = spare.Next)
        {
            if (spare is T found)
            {
                Unlink(previous, spare);
                return found;
            }
        }

        return null;
    }

    /// <summary>It may serve another call.</summary>
    internal void Keep<T>(T operation)
        where T : Operation
    {
        // Another one was made while this one was in use.
        Take<T>();
        operation.Next = _first;
        _first = operation;
    }

    private void Unlink(Waiter? previous, Waiter spare)
    {
        if (previous is null)
        {
            _first = spare.Next;
        }
        else
        {
            previous.Next = spare.Next;
        }

        spare.Next = null;
    }
}
