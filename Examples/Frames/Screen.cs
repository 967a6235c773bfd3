using System.Text;
using Coroutines.Examples.Terminal;

namespace Coroutines.Examples.Frames;

/// <summary>Draws a game in a terminal, on its alternate screen.</summary>
internal sealed class Screen(TextWriter output) : IDisposable
{
    private const string Home = "\e[H";
    private const string ClearToEndOfLine = "\e[K";

    private readonly AlternateScreen _screen = new(output);

    // The frame is written over the previous one and in one piece, so that nothing flickers.
    internal void Draw(Game game)
    {
        var picture = new StringBuilder(Home);
        picture.Append(game.Headline).Append("   ").Append(game.Notice).Append(ClearToEndOfLine).Append("\r\n");
        picture.Append('+').Append('-', game.Width).Append('+').Append("\r\n");
        foreach (string row in Rows(game))
        {
            picture.Append('|').Append(row).Append('|').Append("\r\n");
        }

        picture.Append('+').Append('-', game.Width).Append('+').Append("\r\n");
        picture.Append($"{game.Balls.Count} balls; frame {game.Frames}, {game.Time:0.0} s. Any key ends it.").Append(ClearToEndOfLine);
        _screen.Write(picture.ToString());
    }

    public void Dispose() => _screen.Dispose();

    private static IEnumerable<string> Rows(Game game)
    {
        char[][] rows = [.. Enumerable.Range(0, game.Height).Select(_ => new string(' ', game.Width).ToCharArray())];
        foreach (Ball ball in game.Balls)
        {
            int x = Math.Clamp((int)Math.Round(ball.X), 0, game.Width - 1);
            int y = Math.Clamp((int)Math.Round(ball.Y), 0, game.Height - 1);
            rows[y][x] = ball.IsWorn ? '.' : "O@o"[ball.Number % 3];
        }

        return rows.Select(row => new string(row));
    }
}
