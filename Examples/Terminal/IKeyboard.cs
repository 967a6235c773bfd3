namespace Coroutines.Examples.Terminal;

/// <summary>Keys as a terminal has them: pressed and repeated, never released.</summary>
internal interface IKeyboard : IDisposable
{
    /// <summary>Adds the keys that were pressed since the last call; never waits.</summary>
    void ReadTo(ICollection<ConsoleKeyInfo> keys);

    /// <summary>
    /// Whether the process was stopped and continued since the last call: by now, the terminal may show anything.
    /// </summary>
    bool WasContinued();
}
