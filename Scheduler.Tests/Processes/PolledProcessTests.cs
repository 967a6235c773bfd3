namespace Coroutines.Tests.Processes;

[Platform("Linux")]
public sealed class PolledProcessTests : SpawnedProcessContract
{
    private protected override SelectorKind Kind => SelectorKind.Portable;

    private protected override ProcessRoad Road => ProcessRoad.Default;
}
