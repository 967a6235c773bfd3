namespace Coroutines.Tests.Tls;

public sealed class PortableTlsTests : TlsContract
{
    private protected override SelectorKind Kind => SelectorKind.Portable;
}
