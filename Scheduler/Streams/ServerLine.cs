namespace Coroutines;

/// <summary>Those who wait for a server to be closed.</summary>
internal sealed class ServerLine(CoServer server) : SyncPrimitive(null)
{
    private protected override string Kind => "a server";

    private protected override string Condition => server.IsOver ? "closed" : "open";

    internal override string DescribeWait() => $"waiting for the end of the {server.Describe()}";

    internal override bool TryPass(CoTask task, long ticket) => server.IsOver;
}
