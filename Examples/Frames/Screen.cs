using System.Text;

namespace Coroutines.Examples.Frames;

/// <summary>
/// Draws a game in a terminal, on the alternate screen: what was there before comes back when this is disposed.
/// </summary>
internal sealed class Screen : IDisposable
{
    private const string EnterAlternate = "\e[?1049h\e[?25l\e[2J";
    private const string LeaveAlternate = "\e[0m\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearToEndOfLine = "\e[K";

    private readonly TextWriter _output;

    internal Screen(TextWriter output)
    {
        _output = output;
        Write(EnterAlternate);
    }

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
        Write(picture.ToString());
    }

    public void Dispose() => Write(LeaveAlternate);

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

    private void Write(string text)
    {
        _output.Write(text);
        _output.Flush();
    }
}
