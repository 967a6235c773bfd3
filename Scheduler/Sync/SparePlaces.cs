namespace Coroutines;

/// <summary>
/// What tasks wait in, to be used again by the next one, and operations that hold what they have got until the loop is at rest.
/// </summary>
/// <param name="tasks">A task needs one of each kind at most.</param>
/// <param name="frames">Has to run a frame where something is held.</param>
internal sealed class SparePlaces(TaskTable tasks, FrameLoop frames) : IUpkeep
{
    private const int Few = 16;

    // Those that hold what they have got, since the loop was at rest the last time.
    private Operation? _holding;

    /// <summary>Places in the queues of primitives that are free.</summary>
    internal Spares<Waiter> Waiters { get; } = new();

    /// <summary>Waits for the first of several signals.</summary>
    internal Spares<SignalChoice> Choices { get; } = new();

    /// <summary>How many of each kind are worth to be kept.</summary>
    internal int Limit => tasks.Count + Few;

    /// <summary>An operation has got something, and holds it for whoever reads the result.</summary>
    internal void NoteHolding(Operation operation)
    {
        operation.IsHolding = true;
        operation.NextHolding = _holding;
        if (_holding is null)
        {
            frames.Disturb();
        }

        _holding = operation;
    }

    // Nobody is in the middle of reading a result: what was read is let go, and what may never be is kept by its reader alone.
    void IUpkeep.LetGoOfLittle(int work)
    {
        while (_holding is { } operation)
        {
            _holding = operation.NextHolding;
            operation.NextHolding = null;
            operation.IsHolding = false;
            operation.LetGo();
        }
    }

    void IUpkeep.LetGo(int work, bool isQuiet) => Waiters.LetGoBeyond(Limit);
}
