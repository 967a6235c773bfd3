namespace Coroutines.Tests.IO;

/// <summary>The portable one while something is watched that is no socket: then poll is asked, about everything.</summary>
[Platform("Linux")]
internal sealed class PolledSelectorTests : SelectorContract
{
    private readonly List<SilentPipe> _pipes = [];

    [TearDown]
    public void ClosePipes()
    {
        _pipes.ForEach(static pipe => pipe.Dispose());
        _pipes.Clear();
    }

    internal override Selector CreateBackend()
    {
        var pipe = new SilentPipe();
        _pipes.Add(pipe);
        Selector selector = Selector.Create(SelectorKind.Portable);
        selector.Watch(new Registration(pipe.Reader), Interest.Read);
        return selector;
    }
}
