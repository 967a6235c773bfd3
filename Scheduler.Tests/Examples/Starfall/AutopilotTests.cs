using Coroutines.Examples.Starfall;
using Coroutines.Examples.Starfall.Logic;

namespace Coroutines.Tests.Examples.Starfall;

/// <summary>Whole games, played by a program.</summary>
internal sealed class AutopilotTests
{
    private const int Minutes = 5;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Game_PlayedForMinutes_LeavesNothingBehind(int seed)
    {
        var pilot = new Autopilot();
        using var game = new Game(pilot, Recording.Field, seed);
        pilot.Game = game;
        int most = 0;
        for (int i = 0; i < Minutes * 60 * 60; i++)
        {
            if (i == 3600 || game.Scene == Scene.Over) TestContext.Progress.WriteLine($"seed {seed} frame {i} {game.Scene} score {game.Hud.Score} left {game.World!.Ship.Left} level {game.World.Level}");
            game.Tick(GameRun.FrameTime);
            most = Math.Max(most, game.World?.Enemies.Count ?? 0);
        }

        TestContext.Progress.WriteLine($"seed {seed} best {game.Best} level {game.World!.Level} most {most}");
    }
}
