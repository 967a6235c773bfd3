namespace Coroutines.Tests.Conformance.Differential;

/// <summary>The <c>finally</c> of a block.</summary>
internal sealed class FinallyBlock(Action cleanup) : IDisposable
{
    public void Dispose() => cleanup();
}
