namespace Coroutines;

/// <summary>What signals with and without a payload have in common.</summary>
public abstract class SignalSource : SyncPrimitive
{
    private protected SignalSource(string? name)
        : base(name)
    {
    }

    private protected override string Kind => "a signal";

    private protected override string Condition => "nobody waiting";

    /// <summary>Name and waiters, for reports.</summary>
    /// <returns>For example <c>signal 'hit' [2 waiting]</c>.</returns>
    public override string ToString() => Waiters.Count is > 0 and var count ? $"{Describe()} [{count} waiting]" : base.ToString();
}
