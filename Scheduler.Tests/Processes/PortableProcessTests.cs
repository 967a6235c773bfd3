namespace Coroutines.Tests.Processes;

[Platform("Linux")]
public sealed class PortableProcessTests : ProcessContract
{
    private protected override SelectorKind Kind => SelectorKind.Portable;

    private protected override ProcessRoad Road => ProcessRoad.Portable;
}
