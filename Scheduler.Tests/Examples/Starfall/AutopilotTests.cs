using Coroutines.Examples.Starfall;
using Coroutines.Examples.Starfall.Logic;

namespace Coroutines.Tests.Examples.Starfall;

/// <summary>Whole games, played by a program.</summary>
internal sealed class AutopilotTests
{
    private const int Frames = 3 * 60 * 60;

    [TestCase(1)]
    [TestCase(2, Category = "Nightly")]
    [TestCase(3, Category = "Nightly")]
    public void Game_PlayedForMinutes_LeavesNothingBehind(int seed)
    {
        Game game = Play(seed, Frames, out _, out int mostEnemies, out int bestScore);

        // There was a game worth the name.
        mostEnemies.ShouldBeGreaterThan(15);
        bestScore.ShouldBeGreaterThan(1000);

        World world = game.World!;
        game.Dispose();

        world.All.Count.ShouldBe(0);
        world.Enemies.ShouldBeEmpty();
        world.Shots.ShouldBeEmpty();
        world.EnemyShots.ShouldBeEmpty();
        world.Effects.ShouldBeEmpty();
    }

    [Test]
    public void Game_PlayedTwiceFromTheSameSeed_IsTheSameGame()
    {
        using Game first = Play(seed: 7, Frames / 3, out Autopilot firstPilot, out _, out _);
        using Game second = Play(seed: 7, Frames / 3, out Autopilot secondPilot, out _, out _);

        secondPilot.Log.ShouldBe(firstPilot.Log);
        GameReport.Of(second).ShouldBe(GameReport.Of(first));
    }

    private static Game Play(int seed, int frames, out Autopilot pilot, out int mostEnemies, out int bestScore)
    {
        pilot = new Autopilot();
        var game = new Game(pilot, Recording.Field, seed);
        pilot.Game = game;
        mostEnemies = 0;
        bestScore = 0;
        for (int i = 0; i < frames; i++)
        {
            game.Tick(GameRun.FrameTime);
            mostEnemies = Math.Max(mostEnemies, game.World?.Enemies.Count ?? 0);
            bestScore = Math.Max(bestScore, game.Hud.Score);
        }

        return game;
    }
}
