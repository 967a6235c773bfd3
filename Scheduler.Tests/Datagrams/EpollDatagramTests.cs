namespace Coroutines.Tests.Datagrams;

[Platform("Linux")]
internal sealed class EpollDatagramTests : DatagramContract
{
    private protected override SelectorKind Kind => SelectorKind.Epoll;
}
