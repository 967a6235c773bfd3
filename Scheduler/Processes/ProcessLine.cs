namespace Coroutines;

/// <summary>Those who wait for the end of a process.</summary>
internal sealed class ProcessLine(CoProcess process) : SyncPrimitive(null)
{
    private protected override string Kind => "a process";

    private protected override string Condition => process.ReturnCode is null ? "running" : "ended";

    internal override string DescribeWait() => $"waiting for the end of {process.Describe()}";

    internal override bool TryPass(CoTask task, long ticket) => process.ReturnCode is not null;
}
