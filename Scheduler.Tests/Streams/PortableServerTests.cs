namespace Coroutines.Tests.Streams;

public sealed class PortableServerTests : ServerContract
{
    private protected override SelectorKind Kind => SelectorKind.Portable;
}
