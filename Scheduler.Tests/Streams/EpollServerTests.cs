namespace Coroutines.Tests.Streams;

[Platform("Linux")]
public sealed class EpollServerTests : ServerContract
{
    private protected override SelectorKind Kind => SelectorKind.Epoll;
}
