namespace Coroutines;

/// <summary>A frame around one awaitable that remembers how it ended, for those who read its result.</summary>
internal abstract class GuardFrame : PlainFrame
{
    /// <summary>What it ended with, if it failed.</summary>
    internal Exception? Fault { get; private set; }

    internal sealed override void NoteFault(Exception fault) => Fault = fault;

    /// <summary>The frame ends.</summary>
    private protected Awaitable End(Exception? fault)
    {
        Fault = fault;
        return fault is null ? Completed : Awaitable.Failure(fault);
    }
}
