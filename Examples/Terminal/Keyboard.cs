namespace Coroutines.Examples.Terminal;

/// <summary>Chooses the keyboard that works here.</summary>
internal static class Keyboard
{
    /// <summary>Opens it; null if standard input is no terminal.</summary>
    internal static IKeyboard? TryOpen()
    {
        if (Console.IsInputRedirected)
        {
            return null;
        }

        return OperatingSystem.IsWindows() ? new ConsoleKeyboard() : TtyKeyboard.TryOpen();
    }
}
