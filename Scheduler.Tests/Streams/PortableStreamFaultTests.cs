namespace Coroutines.Tests.Streams;

[Platform("Linux")]
public sealed class PortableStreamFaultTests : StreamFaultContract
{
    private protected override SelectorKind Kind => SelectorKind.Portable;
}
