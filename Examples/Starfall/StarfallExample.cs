using Coroutines.Examples.Starfall.Logic;
using Coroutines.Examples.Starfall.View;
using Coroutines.Examples.Terminal;

namespace Coroutines.Examples.Starfall;

/// <summary>The program <c>starfall</c>: plays the <see cref="Game"/> in the terminal, or a recorded one without.</summary>
internal static class StarfallExample
{
    internal const string Usage = "starfall [--headless]";

    private const double FrameTime = 1.0 / 60;
    private const double LongestFrame = 0.1;

    internal static int Run(ExampleContext context, string[] arguments) => arguments switch
    {
        [] when context.IsTerminal && !HasRoom(out string complaint) => Refuse(context, complaint),
        [] when context.IsTerminal && Keyboard.TryOpen() is { } keyboard => Play(context, keyboard),
        [] or ["--headless"] => PlayRecording(context),
        _ => throw new UsageException($"'{arguments[0]}' is not understood", Usage),
    };

    // The same keys in the same frames, so the same game.
    private static int PlayRecording(ExampleContext context)
    {
        using var game = new Game(new RecordedControls(Recording.Controls), Recording.Field, Recording.Seed, context.Options.Configure);
        for (int i = 0; i < Recording.Frames; i++)
        {
            game.Tick(FrameTime);
        }

        foreach (string line in GameReport.Of(game))
        {
            context.Out.WriteLine(line);
        }

        return ExitCode.Success;
    }

    // Whatever happens, the screen and the keyboard are given back before anything else is said.
    private static int Play(ExampleContext context, IKeyboard keyboard)
    {
        using var signals = new StopSignals();
        try
        {
            var pacer = new FramePacer(FrameTime, LongestFrame);
            var game = new TerminalGame(keyboard, TerminalSize, pacer.WaitForFrame, seed: Environment.TickCount, context.Options.Configure);
            int exitCode;
            using (keyboard)
            using (TextWriter output = TerminalGame.OpenOutput())
            {
                exitCode = game.Play(output, signals);
            }

            context.Out.WriteLine($"{game.Frames} frames; best score {game.Best}.");
            return exitCode;
        }
        catch (IOException) when (signals.HasCome)
        {
            // The terminal itself is gone, which the signal has told.
            return signals.ExitCode;
        }
        catch (Exception exception)
        {
            context.Error.WriteLine($"starfall: {exception}");
            return ExitCode.Failure;
        }
    }

    private static bool HasRoom(out string complaint)
    {
        (int columns, int rows) = TerminalSize();
        (int width, int height) = Artist.CanvasFor(FieldSize.Smallest);
        complaint = $"starfall needs a terminal of {width} columns and {height} rows; this one has {columns} and {rows}.";
        return columns >= width && rows >= height;
    }

    private static int Refuse(ExampleContext context, string complaint)
    {
        context.Error.WriteLine(complaint);
        return ExitCode.Failure;
    }

    private static (int Columns, int Rows) TerminalSize() => (Console.WindowWidth, Console.WindowHeight);
}
