namespace Coroutines.Tests;

/// <summary>Something for a <c>using</c> that runs an action at the end.</summary>
internal sealed class Cleanup(Action action) : IDisposable
{
    public void Dispose() => action();
}
