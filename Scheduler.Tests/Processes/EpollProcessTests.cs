namespace Coroutines.Tests.Processes;

[Platform("Linux")]
public sealed class EpollProcessTests : ProcessContract
{
    private protected override SelectorKind Kind => SelectorKind.Epoll;

    private protected override ProcessRoad Road => ProcessRoad.Default;
}
