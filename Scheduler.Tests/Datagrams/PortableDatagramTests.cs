namespace Coroutines.Tests.Datagrams;

internal sealed class PortableDatagramTests : DatagramContract
{
    private protected override SelectorKind Kind => SelectorKind.Portable;
}
