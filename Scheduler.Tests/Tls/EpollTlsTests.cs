namespace Coroutines.Tests.Tls;

[Platform("Linux")]
public sealed class EpollTlsTests : TlsContract
{
    private protected override SelectorKind Kind => SelectorKind.Epoll;
}
