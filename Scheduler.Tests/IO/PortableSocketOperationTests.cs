namespace Coroutines.Tests.IO;

internal sealed class PortableSocketOperationTests : SocketOperationContract
{
    private protected override SelectorKind Kind => SelectorKind.Portable;
}
