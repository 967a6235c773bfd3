namespace Coroutines;

/// <summary>A frame around one awaitable that remembers how it ended, for those who read its result.</summary>
internal abstract class GuardFrame : PlainFrame
{
    /// <summary>What it ended with, if it failed.</summary>
    internal Exception? Fault { get; private set; }

    internal sealed override void NoteFault(Exception fault) => Fault = fault;

    /// <summary>Refuses to give a result where there is none, and throws a failure.</summary>
    /// <param name="refusal">What to say as long as the frame is not over.</param>
    internal void VerifyHasResult(string refusal)
    {
        if (Fault is not null)
        {
            Rethrow.Throw(Fault);
        }

        if (!IsLeft)
        {
            throw new InvalidStateException(refusal);
        }
    }

    /// <summary>The frame ends.</summary>
    private protected Awaitable End(Exception? fault)
    {
        Fault = fault;
        return fault is null ? Completed : Awaitable.Failure(fault);
    }
}
