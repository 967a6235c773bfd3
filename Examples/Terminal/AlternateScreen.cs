namespace Coroutines.Examples.Terminal;

/// <summary>
/// The terminal's second screen, without a cursor: what was on the first one comes back when this is disposed.
/// </summary>
internal sealed class AlternateScreen : IDisposable
{
    private const string EnterCode = "\e[?1049h\e[?25l\e[2J";
    private const string LeaveCode = "\e[0m\e[?25h\e[?1049l";

    // The console class has switched the arrows and the keypad over to sequences of their own, and does not switch back.
    private const string UsualKeys = "\e[?1l\e>";

    private readonly TextWriter _output;

    internal AlternateScreen(TextWriter output)
    {
        _output = output;
        Enter();
    }

    /// <summary>Enters it, again if somebody else has left it.</summary>
    internal void Enter() => Write(EnterCode);

    /// <summary>Shows something at once.</summary>
    internal void Write(string text)
    {
        _output.Write(text);
        _output.Flush();
    }

    public void Dispose() => Write(LeaveCode + UsualKeys);
}
