namespace Coroutines;

public sealed partial class Scheduler
{
    private const int FewSpareWaiters = 16;

    /// <summary>Places in the queues of primitives that are free; a task needs one at most.</summary>
    internal Spares<Waiter> SpareWaiters { get; } = new();

    internal int SpareWaiterLimit => _tasks.Count + FewSpareWaiters;

    // Those that hold what they have got, since the loop was at rest the last time.
    private Operation? _holding;

    /// <summary>An operation has got something, and holds it for whoever reads the result.</summary>
    internal void NoteHolding(Operation operation)
    {
        operation.IsHolding = true;
        operation.NextHolding = _holding;
        _holding = operation;
    }

    /// <summary>Nobody is in the middle of reading a result: what was read is let go, and what may never be is kept by its reader alone.</summary>
    private void LetGoOfResults()
    {
        while (_holding is { } operation)
        {
            _holding = operation.NextHolding;
            operation.NextHolding = null;
            operation.IsHolding = false;
            operation.LetGo();
        }
    }

    private void LetGoOfWaiters() => SpareWaiters.LetGoBeyond(SpareWaiterLimit);
}
