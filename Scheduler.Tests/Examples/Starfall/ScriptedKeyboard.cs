using Coroutines.Examples.Terminal;

namespace Coroutines.Tests.Examples.Starfall;

/// <summary>What is typed, one string for each frame; nothing after the last.</summary>
internal sealed class ScriptedKeyboard(params string[] typed) : IKeyboard
{
    private readonly KeyDecoder _decoder = new();
    private int _frame;

    /// <summary>In which frame the process has been stopped and continued; none by default.</summary>
    internal int ContinuedFrame { get; init; } = -1;

    public void ReadTo(ICollection<ConsoleKeyInfo> keys)
    {
        string text = _frame < typed.Length ? typed[_frame] : "";
        _frame++;
        _decoder.Decode([.. text.Select(c => (byte)c)], keys);
    }

    public bool WasContinued() => _frame == ContinuedFrame;

    public void Dispose()
    {
        // It has changed nothing.
    }
}
