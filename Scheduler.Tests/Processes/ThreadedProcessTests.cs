namespace Coroutines.Tests.Processes;

[Platform("Linux")]
public sealed class ThreadedProcessTests : SpawnedProcessContract
{
    private protected override SelectorKind Kind => SelectorKind.Epoll;

    private protected override ProcessRoad Road => ProcessRoad.Threads;
}
