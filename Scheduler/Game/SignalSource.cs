namespace Coroutines;

/// <summary>What signals with and without a payload have in common.</summary>
public abstract class SignalSource : SyncPrimitive
{
    private protected SignalSource(string? name)
        : base(name)
    {
    }

    private protected override string Kind => "a signal";

    private protected override string Condition => "a moment";

    /// <summary>A place for somebody who waits for one of several signals.</summary>
    internal abstract ChoiceWaiter NewWaiter(SignalChoice choice);
}
