namespace Coroutines;

/// <summary>Those who wait for something of a stream or an endpoint, for which reports need words.</summary>
/// <param name="source">The stream or the endpoint.</param>
/// <param name="kind">What that is, with its article: "a stream".</param>
/// <param name="purpose">What they wait for: "for data from".</param>
internal sealed class OpenLine(OpenStreams.IOpen source, string kind, string purpose) : SyncPrimitive(null)
{
    private protected override string Kind => kind;

    private protected override string Condition => source.IsClosing ? "closing" : "open";

    /// <summary>What lets a task pass without waiting, or throws what it gets instead.</summary>
    internal Func<bool>? IsOpen { get; init; }

    internal override string DescribeWait() => $"waiting {purpose} {source.Describe()}";

    internal override bool TryPass(CoTask task, long ticket) => IsOpen!();

    // What it waited for has come, if only as an error, or never will.
    internal override void Pass(Waiter waiter, CoTask task) => IsOpen!();
}
