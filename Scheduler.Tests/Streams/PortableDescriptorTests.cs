namespace Coroutines.Tests.Streams;

[Platform("Linux")]
public sealed class PortableDescriptorTests : DescriptorContract
{
    private protected override SelectorKind Kind => SelectorKind.Portable;
}
