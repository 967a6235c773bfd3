namespace Coroutines.Tests.IO;

// What an older kernel or C library offers.
[Platform("Linux")]
internal sealed class EpollMillisecondSelectorTests : SelectorContract
{
    internal override Selector CreateBackend() => new EpollSelector(isPrecise: false);
}
