namespace Coroutines.Tests.Processes;

[Platform("Linux")]
public sealed class EpollProcessTests : SpawnedProcessContract
{
    private protected override SelectorKind Kind => SelectorKind.Epoll;

    private protected override ProcessRoad Road => ProcessRoad.Default;
}
