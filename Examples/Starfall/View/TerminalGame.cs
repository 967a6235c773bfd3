using System.Text;
using Coroutines.Examples.Starfall.Logic;
using Coroutines.Examples.Terminal;

namespace Coroutines.Examples.Starfall.View;

/// <summary>Plays a game in the terminal: the host's loop.</summary>
/// <param name="keyboard">Where the keys come from.</param>
/// <param name="terminalSize">Asked in each frame: it may be resized.</param>
/// <param name="waitForFrame">Waits for the next frame, and gives the time that has passed since the last one, in seconds.</param>
/// <param name="seed">Means the same game each time, if the keys are pressed in the same frames.</param>
/// <param name="configure">Called with the game's scheduler.</param>
internal sealed class TerminalGame(IKeyboard keyboard, Func<(int Columns, int Rows)> terminalSize, Func<double> waitForFrame, int seed, Action<Scheduler>? configure = null)
{
    // A frame is at most this long, and goes out in one write.
    private const int FrameBytes = 1 << 16;

    private readonly KeyboardControls _controls = new(keyboard);
    private readonly CanvasWriter _writer = new();

    internal long Frames { get; private set; }

    internal int Best { get; private set; }

    /// <summary>The console's output, but without the flush after each few characters.</summary>
    internal static TextWriter OpenOutput() =>
        new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), FrameBytes);

    /// <summary>Plays until the player quits, or somebody ends the process.</summary>
    /// <returns>The exit code.</returns>
    internal int Play(TextWriter output, StopSignals signals)
    {
        (int columns, int rows) = terminalSize();
        using var game = new Game(_controls, Artist.FieldFor(columns, rows), seed, configure);
        using var screen = new AlternateScreen(output);
        game.OnDraw(() => Show(screen, Artist.Draw(game)));

        while (!game.IsOver && !signals.HasCome && !_controls.IsInterrupted)
        {
            double seconds = waitForFrame();
            _controls.Poll();
            if (keyboard.WasContinued())
            {
                screen.Enter();
                _writer.Forget();
            }

            (columns, rows) = terminalSize();
            game.NextField = Artist.FieldFor(columns, rows);
            if (IsTooSmall(game, out string complaint))
            {
                // The game's time stands still until there is room again.
                ShowComplaint(screen, complaint, columns, rows);
                if (_controls.WantsToQuit)
                {
                    break;
                }
            }
            else
            {
                game.Tick(seconds);
            }
        }

        Frames = game.Frames;
        Best = Math.Max(game.Best, game.Hud.Score);
        return signals.HasCome ? signals.ExitCode : _controls.IsInterrupted ? ExitCode.Interrupted : ExitCode.Success;
    }

    private bool IsTooSmall(Game game, out string complaint)
    {
        FieldSize field = game.Scene == Scene.Title ? game.NextField : game.World!.Field;
        (int width, int height) = Artist.CanvasFor(field);
        (int columns, int rows) = terminalSize();
        complaint = $"Too small: {columns}x{rows}, needs {width}x{height}. Q quits.";
        return columns < width || rows < height;
    }

    private void ShowComplaint(AlternateScreen screen, string complaint, int columns, int rows)
    {
        var canvas = new Canvas(Math.Max(columns, 1), Math.Max(rows, 1));
        canvas.Write(0, 0, complaint);
        Show(screen, canvas);
    }

    private void Show(AlternateScreen screen, Canvas canvas)
    {
        (int columns, int rows) = terminalSize();
        string changes = _writer.Compose(canvas, columns, rows);
        if (changes.Length > 0)
        {
            screen.Write(changes);
        }
    }
}
