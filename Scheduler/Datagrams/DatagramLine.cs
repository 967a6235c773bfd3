namespace Coroutines;

/// <summary>Those who wait for something of an endpoint, for which reports need words.</summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="purpose">What they wait for: "for a datagram at".</param>
internal sealed class DatagramLine(CoDatagram endpoint, string purpose) : SyncPrimitive(null)
{
    private protected override string Kind => "a datagram endpoint";

    private protected override string Condition => endpoint.IsClosing ? "closing" : "open";

    /// <summary>What lets a task pass without waiting, or throws what it gets instead.</summary>
    internal Func<bool>? IsOpen { get; init; }

    internal override string DescribeWait() => $"waiting {purpose} {endpoint.Describe()}";

    internal override bool TryPass(CoTask task, long ticket) => IsOpen!();

    // What it waited for has come, or never will.
    internal override void Pass(Waiter waiter, CoTask task) => IsOpen!();
}
