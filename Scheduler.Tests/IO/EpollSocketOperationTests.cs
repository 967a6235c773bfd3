namespace Coroutines.Tests.IO;

[Platform("Linux")]
internal sealed class EpollSocketOperationTests : SocketOperationContract
{
    private protected override SelectorKind Kind => SelectorKind.Epoll;
}
