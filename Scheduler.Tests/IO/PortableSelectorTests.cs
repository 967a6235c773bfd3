namespace Coroutines.Tests.IO;

internal sealed class PortableSelectorTests : SelectorContract
{
    internal override Selector CreateBackend() => Selector.Create(SelectorKind.Portable);

    [Test]
    public void Create_Portable_IsPortableOnEverySystem() => CreateBackend().ShouldBeOfType<PortableSelector>().Dispose();
}
