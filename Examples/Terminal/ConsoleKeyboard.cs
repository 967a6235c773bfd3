namespace Coroutines.Examples.Terminal;

/// <summary>The keyboard of a Windows console, which echoes nothing unless it is asked to.</summary>
internal sealed class ConsoleKeyboard : IKeyboard
{
    public void ReadTo(ICollection<ConsoleKeyInfo> keys)
    {
        while (Console.KeyAvailable)
        {
            keys.Add(Console.ReadKey(intercept: true));
        }
    }

    public bool WasContinued() => false;

    public void Dispose()
    {
        // It has changed nothing.
    }
}
