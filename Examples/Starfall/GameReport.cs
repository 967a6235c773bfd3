using Coroutines.Examples.Starfall.Logic;
using Coroutines.Examples.Starfall.View;

namespace Coroutines.Examples.Starfall;

/// <summary>The state of a game, to the last digit that matters, in words and as a picture.</summary>
internal static class GameReport
{
    internal static IEnumerable<string> Of(Game game)
    {
        yield return $"{game.Frames} frames, {game.Time:0.0} s: {game.Scene}, {game.Hud.Score} points";
        if (game.World is { } world)
        {
            Ship ship = world.Ship;
            yield return $"level {world.Level}, {ship.Left} ships, energy {ship.Energy:0.000}, foes' time {world.Foes.Time:0.000} s";
            yield return $"ship {Place(ship)}";
            yield return Places("enemies", world.Enemies);
            yield return Places("shots", world.Shots);
            yield return Places("enemy shots", world.EnemyShots);
            yield return $"{world.All.Count} coroutines";
        }

        foreach (string line in Artist.Draw(game).Lines())
        {
            yield return line;
        }
    }

    private static string Places(string what, IReadOnlyCollection<Sprite> sprites) =>
        string.Join(' ', [$"{sprites.Count} {what}", .. sprites.Select(Place)]);

    private static string Place(Sprite sprite) => $"{sprite.X:0.000},{sprite.Y:0.000}";
}
