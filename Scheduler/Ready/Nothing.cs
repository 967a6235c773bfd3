namespace Coroutines;

/// <summary>
/// Does nothing, when asyncio would run a callback that has nothing to do: the iteration in which it ran passes all the same.
/// </summary>
internal sealed class Nothing : IRunnable
{
    internal static Nothing Instance { get; } = new();

    public void Run()
    {
    }
}
