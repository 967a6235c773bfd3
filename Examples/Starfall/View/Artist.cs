using Coroutines.Examples.Starfall.Logic;
using Coroutines.Examples.Terminal;

namespace Coroutines.Examples.Starfall.View;

/// <summary>Draws a game: a line with the score, the field in its frame, a line with the keys.</summary>
internal static class Artist
{
    private const int FrameColumns = 2;
    private const int FrameRows = 4;
    private const int FieldLeft = 1;
    private const int FieldTop = 2;
    private const int EnergyBarLength = 10;
    private const int ProfileLines = 6;

    private const string Keys = "<- -> course  v stop  SPACE fire  X shield  F focus  P pause  T times  Q quit";
    private const string FewerWords = "<- v -> SPACE fire  X shield  F focus  P pause  Q quit";

    /// <summary>The canvas that a field needs.</summary>
    internal static (int Width, int Height) CanvasFor(FieldSize field) => (field.Width + FrameColumns, field.Height + FrameRows);

    /// <summary>The largest field for which a terminal has room; not a small one, however small the terminal is.</summary>
    internal static FieldSize FieldFor(int columns, int rows) => new(
        Math.Clamp(columns - FrameColumns, FieldSize.Smallest.Width, FieldSize.Largest.Width),
        Math.Clamp(rows - FrameRows, FieldSize.Smallest.Height, FieldSize.Largest.Height));

    internal static Canvas Draw(Game game)
    {
        FieldSize field = game.Scene == Scene.Title ? game.NextField : game.World!.Field;
        (int width, int height) = CanvasFor(field);
        var canvas = new Canvas(width, height);
        DrawStars(canvas, field, game.World?.Foes.Time ?? game.Time);
        if (game.World is { } world)
        {
            DrawWorld(canvas, world);
        }

        DrawFrame(canvas);
        DrawStatus(canvas, game);
        DrawWords(canvas, game);
        if (game.Profile is { } profile)
        {
            DrawProfile(canvas, profile);
        }

        return canvas;
    }

    // Where a star is follows from the time alone, that of the foes: so they stand still in a pause, and are slow in slow motion.
    private static void DrawStars(Canvas canvas, FieldSize field, double time)
    {
        var dice = new Dice(seed: 1);
        int count = field.Width * field.Height / 40;
        for (int i = 0; i < count; i++)
        {
            double speed = 1 + (i % 3);
            int x = (int)dice.Between(0, field.Width);
            int y = (int)((dice.Between(0, field.Height) + (time * speed)) % field.Height);
            canvas.Put(FieldLeft + x, FieldTop + y, i % 3 == 2 ? '.' : '\'', Colour.Grey);
        }
    }

    private static void DrawWorld(Canvas canvas, World world)
    {
        foreach (Sprite sprite in world.Effects.Concat<Sprite>(world.Shots).Concat(world.Enemies).Concat(world.EnemyShots))
        {
            DrawSprite(canvas, sprite);
        }

        if (world.Ship is { IsThere: true, IsShown: true })
        {
            DrawSprite(canvas, world.Ship);
        }
    }

    private static void DrawSprite(Canvas canvas, Sprite sprite)
    {
        int left = FieldLeft + (int)Math.Round(sprite.X - ((sprite.Width - 1) / 2.0));
        int top = FieldTop + (int)Math.Round(sprite.Y - ((sprite.Height - 1) / 2.0));
        Colour colour = ColourOf(sprite.Tint);
        for (int row = 0; row < sprite.Height; row++)
        {
            for (int column = 0; column < sprite.Width; column++)
            {
                char glyph = sprite.Shape[row][column];
                if (glyph != ' ')
                {
                    canvas.Put(left + column, top + row, glyph, colour);
                }
            }
        }
    }

    // Last but for the words: what has flown half out of the field is cut off by it.
    private static void DrawFrame(Canvas canvas)
    {
        int bottom = canvas.Height - 2;
        string line = "+" + new string('-', canvas.Width - 2) + "+";
        canvas.Write(0, 0, new string(' ', canvas.Width));
        canvas.Write(0, 1, line, Colour.Grey);
        for (int y = FieldTop; y < bottom; y++)
        {
            canvas.Put(0, y, '|', Colour.Grey);
            canvas.Put(canvas.Width - 1, y, '|', Colour.Grey);
        }

        canvas.Write(0, bottom, line, Colour.Grey);
        canvas.Write(0, bottom + 1, new string(' ', canvas.Width));
        canvas.WriteCentred(bottom + 1, Keys.Length <= canvas.Width ? Keys : FewerWords, Colour.Grey);
    }

    private static void DrawStatus(Canvas canvas, Game game)
    {
        canvas.Write(1, 0, $"SCORE {game.Hud.ShownScore:00000}", Colour.White);
        if (game.World is not { } world)
        {
            return;
        }

        int bars = (int)Math.Round(world.Ship.Energy / Ship.FullEnergy * EnergyBarLength);
        string energy = "ENERGY " + new string('#', bars) + new string('-', EnergyBarLength - bars);
        bool isSlow = world.Slowness < 1;
        canvas.Write(14, 0, isSlow ? energy + " SLOW" : energy, isSlow ? Colour.Magenta : Colour.Cyan);
        string right = $"LEVEL {world.Level}  SHIPS {world.Ship.Left}  BEST {game.Best:00000}";
        canvas.Write(canvas.Width - right.Length - 1, 0, right, Colour.White);
    }

    private static void DrawWords(Canvas canvas, Game game)
    {
        int middle = FieldTop + ((canvas.Height - FrameRows) / 2);
        switch (game.Scene)
        {
            case Scene.Title:
                canvas.WriteCentred(middle - 4, "S T A R F A L L", Colour.Yellow);
                canvas.WriteCentred(middle - 2, "They come in waves. Each of them is a coroutine.");
                canvas.WriteCentred(middle, "An arrow sets the course; the ship keeps it until v.");
                canvas.WriteCentred(middle + 1, "A tap of SPACE fires for a while.");
                canvas.WriteCentred(middle + 2, "X: shield. F: slow motion, but for you. Both cost energy.");
                WriteBlinking(canvas, game, middle + 4, "Press SPACE to start");
                break;
            case Scene.Paused:
                canvas.WriteCentred(middle - 1, "  P A U S E  ", Colour.Yellow);
                WriteBlinking(canvas, game, middle + 1, "  P to go on, R to start anew, Q to quit  ");
                break;
            case Scene.Over:
                canvas.WriteCentred(middle - 1, "  G A M E   O V E R  ", Colour.Red);
                canvas.WriteCentred(middle, $"  {game.Hud.Score} points{(game.Hud.Score == game.Best ? ", your best" : "")}  ");
                WriteBlinking(canvas, game, middle + 2, "  SPACE to play again, Q to quit  ");
                break;
            default:
                canvas.WriteCentred(middle, game.Hud.Headline, Colour.Yellow);
                break;
        }
    }

    // Per frame: over how many the sums are depends on how long the panel has been open.
    private static void DrawProfile(Canvas canvas, FrameProfiler profile)
    {
        int frames = Math.Max(profile.Frames, 1);
        canvas.Write(FieldLeft + 1, FieldTop, $"{"µs a frame",-16}{"time",6}{"steps",6}{"worst",6}", Colour.Grey);
        int y = FieldTop;
        foreach (ProfileEntry entry in profile.Entries().Take(ProfileLines))
        {
            string name = entry.Name.Length > 15 ? entry.Name[..15] : entry.Name;
            canvas.Write(
                FieldLeft + 1,
                ++y,
                FormattableString.Invariant($"{name,-16}{entry.Time.TotalMicroseconds / frames,6:0}{(double)entry.Steps / frames,6:0.0}{entry.WorstFrameTime.TotalMicroseconds,6:0}"),
                Colour.White);
        }
    }

    private static void WriteBlinking(Canvas canvas, Game game, int y, string text)
    {
        if (game.Hud.IsBlinkOn)
        {
            canvas.WriteCentred(y, text, Colour.White);
        }
    }

    private static Colour ColourOf(Tint tint) => tint switch
    {
        Tint.Ship => Colour.Cyan,
        Tint.ShipFire => Colour.Green,
        Tint.Drone => Colour.Yellow,
        Tint.Gunner => Colour.Blue,
        Tint.Boss => Colour.Magenta,
        Tint.EnemyFire => Colour.Red,
        Tint.Flash => Colour.White,
        Tint.Spark => Colour.Yellow,
        _ => Colour.White,
    };
}
