using Coroutines.Examples.Starfall.Logic;
using Coroutines.Examples.Terminal;

namespace Coroutines.Examples.Starfall.View;

/// <summary>What the keys of a keyboard mean.</summary>
internal sealed class KeyboardControls(IKeyboard keyboard) : IControlSource
{
    private const char CtrlC = '\x3';
    private const char CtrlBackslash = '\x1c';

    // Of what a held key or a paste has sent, more would only be answered late.
    private const int Capacity = 8;

    private readonly List<ConsoleKeyInfo> _keys = [];
    private readonly Queue<Control> _controls = [];

    /// <summary>Whether Ctrl-C or Ctrl-\ was pressed: in raw mode they are keys like others.</summary>
    internal bool IsInterrupted { get; private set; }

    /// <summary>Takes over what was typed since the last call.</summary>
    internal void Poll()
    {
        _keys.Clear();
        keyboard.ReadTo(_keys);
        foreach (ConsoleKeyInfo key in _keys)
        {
            if (key.KeyChar is CtrlC or CtrlBackslash)
            {
                IsInterrupted = true;
            }
            else if (Meaning(key) is { } control && _controls.Count < Capacity)
            {
                _controls.Enqueue(control);
            }
        }
    }

    /// <summary>Whether Quit has been pressed, and not been taken by a game yet.</summary>
    internal bool WantsToQuit => _controls.Contains(Control.Quit);

    public Control? Take(long frame) => _controls.TryDequeue(out Control control) ? control : null;

    internal static Control? Meaning(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.LeftArrow or ConsoleKey.A => Control.Left,
        ConsoleKey.RightArrow or ConsoleKey.D => Control.Right,
        ConsoleKey.DownArrow or ConsoleKey.UpArrow or ConsoleKey.S => Control.Stop,
        ConsoleKey.Spacebar or ConsoleKey.Enter => Control.Fire,
        ConsoleKey.X => Control.Shield,
        ConsoleKey.F => Control.Focus,
        ConsoleKey.P or ConsoleKey.Escape => Control.Pause,
        ConsoleKey.R => Control.Restart,
        ConsoleKey.Q => Control.Quit,
        ConsoleKey.T => Control.Profile,
        _ => null,
    };
}
