namespace Coroutines;

/// <summary>A clean-up that is called when its turn has come.</summary>
/// <param name="cleanup">What to call; what it returns is awaited, null for nothing.</param>
internal sealed class DeferredCall(Func<Awaitable?> cleanup) : PlainFrame
{
    internal override Awaitable Start(CoTask task) => cleanup() ?? Completed;

    internal override Awaitable Resume(CoTask task) => Completed;

    internal override Awaitable Throw(CoTask task, Exception exception) => Awaitable.Failure(exception);

    // What it returns is not run any more: nobody is left to step it.
    internal override Exception Abort(Exception fault)
    {
        if (IsEntered)
        {
            return fault;
        }

        try
        {
            _ = cleanup();
            return fault;
        }
        catch (Exception thrown)
        {
            return Replacement.Of(fault, thrown);
        }
    }
}
