namespace Coroutines.Tests.Streams;

[Platform("Linux")]
public sealed class EpollStreamFaultTests : StreamFaultContract
{
    private protected override SelectorKind Kind => SelectorKind.Epoll;
}
