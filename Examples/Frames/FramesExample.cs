using Coroutines.Examples.Terminal;

namespace Coroutines.Examples.Frames;

/// <summary>The program <c>frames</c>: plays the <see cref="Game"/> in the terminal, or counts it through without one.</summary>
internal static class FramesExample
{
    internal const string Usage = "frames [--headless]";

    private const double FrameTime = 1.0 / 60;

    private const double LongestFrame = 0.25;
    private const int HeadlessFrames = 300;
    private const int Width = 60;
    private const int Height = 16;

    // Four lines and two columns of the screen are not the field's.
    private const int FrameLines = 4;
    private const int FrameColumns = 2;

    internal static int Run(ExampleContext context, string[] arguments) => arguments switch
    {
        [] when context.IsTerminal && FieldThatFits() is var (width, height) => Play(context, width, height),
        [] or ["--headless"] => PlayHeadless(context),
        _ => throw new UsageException($"'{arguments[0]}' is not understood", Usage),
    };

    // The same frames each time, so the same balls in the same places.
    private static int PlayHeadless(ExampleContext context)
    {
        using var game = new Game(Width, Height, context.Options);
        for (int i = 0; i < HeadlessFrames; i++)
        {
            game.Tick(FrameTime);
        }

        WriteSummary(context.Out, game);
        foreach (Ball ball in game.Balls)
        {
            context.Out.WriteLine($"  ball {ball.Number,2} at {ball.X,5:0.0}, {ball.Y,4:0.0}{(ball.IsWorn ? "  worn" : "")}");
        }

        return ExitCode.Success;
    }

    private static int Play(ExampleContext context, int width, int height)
    {
        using var signals = new StopSignals();
        using var game = new Game(width, height, context.Options);
        using (var screen = new Screen(context.Out))
        {
            var pacer = new FramePacer(FrameTime, LongestFrame);
            while (!game.IsOver && !signals.HasCome && !WasKeyPressed())
            {
                game.Tick(pacer.WaitForFrame());
                screen.Draw(game);
            }
        }

        WriteSummary(context.Out, game);
        return signals.ExitCode;
    }

    private static void WriteSummary(TextWriter output, Game game) =>
        output.WriteLine($"{game.Frames} frames, {game.Time:0.0} s: {game.BallsSoFar} balls so far, {game.Balls.Count} in the air. {game.Headline}.");

    private static (int Width, int Height)? FieldThatFits()
    {
        int width = Math.Min(Width, Console.WindowWidth - FrameColumns);
        int height = Math.Min(Height, Console.WindowHeight - FrameLines);
        return width < 10 || height < 3 ? null : (width, height);
    }

    private static bool WasKeyPressed()
    {
        if (Console.IsInputRedirected || !Console.KeyAvailable)
        {
            return false;
        }

        Console.ReadKey(intercept: true);
        return true;
    }
}
