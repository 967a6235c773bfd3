namespace Coroutines.Tests.Streams;

[Platform("Linux")]
public sealed class EpollDescriptorTests : DescriptorContract
{
    private protected override SelectorKind Kind => SelectorKind.Epoll;
}
