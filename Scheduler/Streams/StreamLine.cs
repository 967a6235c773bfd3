namespace Coroutines;

/// <summary>Those who wait for something of a stream, for which reports need words.</summary>
/// <param name="stream">The stream.</param>
/// <param name="purpose">What they wait for: "for data from".</param>
internal sealed class StreamLine(CoStream stream, string purpose) : SyncPrimitive(null)
{
    private protected override string Kind => "a stream";

    private protected override string Condition => stream.IsClosing ? "closing" : "open";

    /// <summary>What lets a task pass without waiting, or throws what it gets instead.</summary>
    internal Func<bool>? IsOpen { get; init; }

    internal override string DescribeWait() => $"waiting {purpose} {stream.Describe()}";

    internal override bool TryPass(CoTask task, long ticket) => IsOpen!();

    // What it waited for has come; it may have come with an error.
    internal override void Pass(Waiter waiter, CoTask task) => IsOpen!();
}
